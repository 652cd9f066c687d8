package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// Which version to release to another environment without building it again: `version`, or the one
/// that is live in `from`.
public record PromoteRequest(
        @Nullable Integer version,
        @Nullable String from,
        @Nullable String to,
        @Nullable StrategyJson strategy) {}
