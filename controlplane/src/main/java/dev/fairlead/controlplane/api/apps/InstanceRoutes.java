package dev.fairlead.controlplane.api.apps;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.services.Services;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.dataplane.apps.AppInstance;
import dev.fairlead.dataplane.router.Router;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.wire.InstanceJson;
import dev.fairlead.model.wire.InstancesResponse;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// The instances of apps.
public final class InstanceRoutes {
    private final Services services;
    private final Router router;

    public InstanceRoutes(Services services, Router router) {
        this.services = services;
        this.router = router;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/functions/{id}/instances")
                        .named(
                                "listInstances",
                                "List an app's instances, and why each is there; other services"
                                        + " have none.")
                        .needs(Permission.FUNCTIONS_READ)
                        .gives(200, Shape.json(InstancesResponse.class))
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.FUNCTION_NOT_FOUND)
                        .by(this::list));
    }

    private Answer list(ApiRequest request) {
        ServiceRecord service =
                services.get(request.caller().organization(), request.path("id", ServiceId::parse));
        List<InstanceJson> all =
                router.find(service.id()).stream()
                        .flatMap(live -> live.instances().entrySet().stream())
                        .flatMap(version ->
                                version.getValue().stream().map(one -> json(version.getKey(), one)))
                        .toList();
        return Answer.json(new InstancesResponse(all));
    }

    private static InstanceJson json(int version, AppInstance one) {
        return new InstanceJson(
                orNull(one.name()),
                version,
                one.state().name().toLowerCase(Locale.ROOT),
                one.since(),
                one.requests(),
                orNull(one.address()),
                one.why());
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
