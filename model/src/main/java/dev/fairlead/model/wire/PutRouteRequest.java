package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A route of a domain: which requests it decides, what is done with them, and one of `service`,
/// `redirect` and `status`.
public record PutRouteRequest(
        @Nullable String path,
        @Nullable List<String> methods,
        @Nullable List<RouteConditionJson> conditions,
        @Nullable Integer priority,
        @Nullable String service,
        @Nullable String environment,
        @Nullable String alias,
        @Nullable String rewrite,
        @Nullable String redirect,
        @Nullable Integer status,
        @Nullable String contentType,
        @Nullable String body,
        @Nullable RouteStepsJson steps) {}
