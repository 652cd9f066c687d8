package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// How often a function may be called. What is left out keeps its value; `requests` 0 takes the
/// limit away.
public record RateLimitJson(
        @Nullable Long requests,
        @Nullable Long periodSeconds,
        @Nullable Long burst,
        @Nullable String per) {}
