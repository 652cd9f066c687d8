package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// How an alias spreads its requests: all to `version`, or by `weights` that add up to 100.
public record PutAliasRequest(
        @Nullable Integer version,
        @Nullable List<WeightJson> weights,
        @Nullable List<ConditionJson> conditions,
        @Nullable StickyJson sticky,
        @Nullable WeightJson mirror) {}
