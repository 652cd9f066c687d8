package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A name for traffic in an environment: the version that stands for it, the one before, and how
/// its requests are spread.
public record AliasResponse(
        String name,
        String environment,
        String url,
        int version,
        @Nullable Integer previousVersion,
        List<WeightJson> weights,
        @Nullable List<ConditionJson> conditions,
        @Nullable StickyJson sticky,
        @Nullable WeightJson mirror,
        @Nullable String rolloutId,
        long revision) {}
