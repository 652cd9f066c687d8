package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// A `GET` of `path` again and again: 200 to 399 in time is good.
public record UpstreamCheckJson(
        @Nullable String path,
        @Nullable Long intervalMs,
        @Nullable Long timeoutMs,
        @Nullable Integer goodAfter,
        @Nullable Integer badAfter) {}
