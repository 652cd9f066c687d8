package dev.fairlead.controlplane.api.domains;

import dev.fairlead.controlplane.api.passwords.PasswordReader;
import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Pages;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.domains.Routes;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.controlplane.store.domains.RouteRow;
import dev.fairlead.dataplane.rules.Steps;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.domains.DomainId;
import dev.fairlead.model.domains.RuleId;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.wire.ExplainRouteRequest;
import dev.fairlead.model.wire.PutRouteRequest;
import dev.fairlead.model.wire.RouteExplanationResponse;
import dev.fairlead.model.wire.RouteResponse;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Routes of domains: made, shown, explained, taken away.
public final class HostRouteRoutes {
    private final Routes routes;
    private final RouteReader reader;
    private final RouteExplainer explainer;
    private final Clock clock;

    public HostRouteRoutes(Routes routes, Clock clock) {
        this.routes = routes;
        this.reader = new RouteReader(new PasswordReader(routes::hash));
        this.explainer = new RouteExplainer(routes);
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                fails(Route.post("/domains/{id}/routes"), Permission.DOMAINS_WRITE)
                        .repeatable()
                        .named("createRoute", "Decide what becomes of some requests of a domain.")
                        .takes(Shape.json(PutRouteRequest.class))
                        .gives(201, Shape.json(RouteResponse.class))
                        .by(this::create),
                fails(Route.get("/domains/{id}/routes"), Permission.DOMAINS_READ)
                        .named("listRoutes", "A domain's routes, in the order they are tried.")
                        .gives(200, Shape.page(RouteResponse.class))
                        .by(this::list),
                fails(Route.get("/routes/{id}"), Permission.DOMAINS_READ)
                        .named("getRoute", "A route of a domain.")
                        .gives(200, Shape.json(RouteResponse.class))
                        .by(r -> Answer.json(RouteWriter.wire(routes.get(tenant(r), id(r))))),
                fails(Route.put("/routes/{id}"), Permission.DOMAINS_WRITE)
                        .named("replaceRoute", "Make a route another; its id stays.")
                        .takes(Shape.json(PutRouteRequest.class))
                        .gives(200, Shape.json(RouteResponse.class))
                        .by(this::replace),
                fails(Route.delete("/routes/{id}"), Permission.DOMAINS_WRITE)
                        .named("deleteRoute", "Take a route away.")
                        .gives(204, Shape.NOTHING)
                        .by(r -> {
                            routes.remove(tenant(r), id(r));
                            return Answer.NOTHING;
                        }),
                fails(Route.post("/projects/{id}/routes:explain"), Permission.DOMAINS_READ)
                        .named("explainRoute", "Which route would decide a request, and why.")
                        .takes(Shape.json(ExplainRouteRequest.class))
                        .gives(200, Shape.json(RouteExplanationResponse.class))
                        .by(r ->
                                Answer.json(
                                        explainer.explain(
                                                tenant(r),
                                                r.path("id", ProjectId::parse),
                                                r.body(ExplainRouteRequest.class)))));
    }

    private static Route.Builder fails(Route.Builder route, Permission permission) {
        return route.needs(permission)
                .fails(
                        ErrorCode.MALFORMED_JSON,
                        ErrorCode.ID_MALFORMED,
                        ErrorCode.ID_OF_ANOTHER_KIND,
                        ErrorCode.DOMAIN_NOT_FOUND,
                        ErrorCode.DOMAIN_ROUTE_NOT_FOUND,
                        ErrorCode.ROUTE_CONFLICT);
    }

    private static OrganizationId tenant(ApiRequest request) {
        return request.caller().organization();
    }

    private static RuleId id(ApiRequest request) {
        return request.path("id", RuleId::parse);
    }

    private Answer list(ApiRequest request) {
        List<RouteRow> all = routes.list(tenant(request), request.path("id", DomainId::parse));
        return Pages.answer(new Page<>(all, Optional.empty()), RouteWriter::wire);
    }

    private Answer create(ApiRequest request) {
        var route =
                reader.route(RuleId.next(clock), request.body(PutRouteRequest.class), Steps.NONE);
        return Answer.json(
                RouteWriter.wire(
                        routes.put(tenant(request), request.path("id", DomainId::parse), route)));
    }

    private Answer replace(ApiRequest request) {
        RouteRow before = routes.get(tenant(request), id(request));
        var route =
                reader.route(
                        id(request), request.body(PutRouteRequest.class), before.route().steps());
        return Answer.json(RouteWriter.wire(routes.put(tenant(request), before.domain(), route)));
    }
}
