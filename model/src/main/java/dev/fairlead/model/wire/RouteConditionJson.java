package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// What a request has to have for a route: a `header` or a `query` parameter, as `in` says.
public record RouteConditionJson(
        @Nullable String in, @Nullable String name, @Nullable String value) {}
