package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// When a target is left out for a while, and how it is asked.
public record UpstreamHealthJson(
        @Nullable Integer failures,
        @Nullable Boolean serverErrors,
        @Nullable Long ejectionMs,
        @Nullable UpstreamCheckJson check) {}
