package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// A line that a function wrote while it was invoked, or that an instance of an app printed.
/// `version` is 0 for a service that the versions of a stack share; `service` is that of a stack.
public record LogLineJson(
        Instant at,
        String level,
        String text,
        @Nullable String executionId,
        int version,
        @Nullable String instance,
        @Nullable String service) {}
