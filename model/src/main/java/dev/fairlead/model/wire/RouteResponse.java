package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// A route of a domain.
public record RouteResponse(
        String id,
        String domain,
        String path,
        List<String> methods,
        List<RouteConditionJson> conditions,
        int priority,
        @Nullable String service,
        @Nullable String environment,
        @Nullable String alias,
        @Nullable String rewrite,
        @Nullable String redirect,
        @Nullable Integer status,
        @Nullable String contentType,
        @Nullable String body,
        @Nullable RouteStepsJson steps,
        Instant createdAt) {
    public RouteResponse {
        methods = List.copyOf(methods);
        conditions = List.copyOf(conditions);
    }
}
