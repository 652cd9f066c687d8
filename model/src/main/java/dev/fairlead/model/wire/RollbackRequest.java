package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// Where to roll back to; without `version` to the one that was live before, without `environment`
/// in production.
public record RollbackRequest(@Nullable Integer version, @Nullable String environment) {}
