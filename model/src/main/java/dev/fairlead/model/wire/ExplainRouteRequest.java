package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// A request that nobody sends: which route would decide it?
public record ExplainRouteRequest(
        @Nullable String url, @Nullable String method, @Nullable Map<String, String> headers) {}
