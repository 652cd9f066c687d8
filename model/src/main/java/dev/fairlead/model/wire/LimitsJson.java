package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// Limits of a function; what is left out keeps its default (create) or its value (update).
public record LimitsJson(
        @Nullable Long timeoutMs,
        @Nullable Long memoryBytes,
        @Nullable Integer concurrency,
        @Nullable Integer queueLength,
        @Nullable Long queueTimeoutMs,
        @Nullable Long maxRequestBytes,
        @Nullable Long maxResponseBytes) {}
