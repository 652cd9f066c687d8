package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// How a version gets its requests: `kind` is `all-at-once`, `canary` or `blue-green`. Steps are
/// such as `10@30s` (10 percent for at least 30 seconds) or `50@manual`. `check` is a path that the
/// version has to answer with `checkStatus` (200) first.
public record StrategyJson(
        @Nullable String kind,
        @Nullable List<String> steps,
        @Nullable Boolean automatic,
        @Nullable Double maxErrorRate,
        @Nullable Long maxLatencyMs,
        @Nullable Long minRequests,
        @Nullable String check,
        @Nullable Integer checkStatus) {}
