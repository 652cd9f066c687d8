package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// A version to bring to an environment's `live`, step by step.
public record RolloutRequest(
        @Nullable Integer version, @Nullable String environment, @Nullable StrategyJson strategy) {}
