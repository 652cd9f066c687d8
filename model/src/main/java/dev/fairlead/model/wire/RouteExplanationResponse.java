package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What would become of a request, and how that is decided. `path` is the one that the service
/// would be asked by, `steps` what would be done on the way, in order.
public record RouteExplanationResponse(
        String outcome,
        @Nullable String domain,
        @Nullable String route,
        @Nullable String service,
        @Nullable String environment,
        @Nullable String alias,
        @Nullable String path,
        @Nullable String location,
        List<String> steps,
        List<TriedRouteJson> tried) {
    public RouteExplanationResponse {
        steps = List.copyOf(steps);
        tried = List.copyOf(tried);
    }
}
