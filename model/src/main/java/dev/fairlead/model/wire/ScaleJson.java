package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// How many instances an app has: at least `min` and at most `max` for each version, so many that
/// they do `targetPercent` of what they may do at once. Fewer once fewer were enough for
/// `scaleDownDelayMs`; none, where `min` is 0, once nobody came for `idleMs`. What is left out
/// keeps its value.
public record ScaleJson(
        @Nullable Integer min,
        @Nullable Integer max,
        @Nullable Integer targetPercent,
        @Nullable Long idleMs,
        @Nullable Long scaleDownDelayMs) {}
