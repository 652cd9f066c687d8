package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// An environment. It is frozen where `frozenAt` is there: nothing is released to it.
public record EnvironmentResponse(
        String id,
        String project,
        String name,
        @Nullable String parent,
        ProtectionJson protection,
        RetentionJson retention,
        @Nullable Instant frozenAt,
        @Nullable String frozenReason,
        long revision,
        Instant createdAt,
        Instant updatedAt) {}
