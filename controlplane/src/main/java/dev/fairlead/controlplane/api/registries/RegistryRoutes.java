package dev.fairlead.controlplane.api.registries;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.registries.Registries;
import dev.fairlead.controlplane.store.registries.Registry;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.apps.RegistryHost;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.wire.PageResponse;
import dev.fairlead.model.wire.RegistryCheckResponse;
import dev.fairlead.model.wire.RegistryRequest;
import dev.fairlead.model.wire.RegistryResponse;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Who an organization is to registries of images.
public final class RegistryRoutes {
    private final Registries registries;

    public RegistryRoutes(Registries registries) {
        this.registries = registries;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/registries")
                        .named("listRegistries", "Registries of images with credentials.")
                        .needs(Permission.ORGANIZATION_READ)
                        .gives(200, Shape.page(RegistryResponse.class))
                        .by(this::list),
                Route.put("/registries/{host}")
                        .named("putRegistry", "Give credentials for a registry of images.")
                        .needs(Permission.ORGANIZATION_WRITE)
                        .takes(Shape.json(RegistryRequest.class))
                        .gives(200, Shape.json(RegistryResponse.class))
                        .fails(ErrorCode.MALFORMED_JSON)
                        .by(this::put),
                Route.post("/registries/{host}:check")
                        .named("checkRegistry", "Ask a registry whether it takes the credentials.")
                        .needs(Permission.ORGANIZATION_WRITE)
                        .gives(200, Shape.json(RegistryCheckResponse.class))
                        .fails(ErrorCode.REGISTRY_NOT_FOUND)
                        .by(this::check),
                Route.delete("/registries/{host}")
                        .named("deleteRegistry", "Forget the credentials for a registry.")
                        .needs(Permission.ORGANIZATION_WRITE)
                        .gives(204, Shape.NOTHING)
                        .fails(ErrorCode.REGISTRY_NOT_FOUND)
                        .by(this::remove));
    }

    private static RegistryHost host(ApiRequest request) {
        return request.path("host", RegistryHost::parse);
    }

    private Answer list(ApiRequest request) {
        return Answer.json(
                new PageResponse<>(
                        registries.list(request.caller().organization()).stream()
                                .map(RegistryRoutes::wire)
                                .toList(),
                        null));
    }

    private Answer put(ApiRequest request) {
        RegistryHost host = host(request);
        RegistryRequest body = request.body(RegistryRequest.class);
        String user = ApiRequest.field("/user", body.user(), Function.identity());
        String password = ApiRequest.field("/password", body.password(), Function.identity());
        return Answer.json(
                wire(registries.put(request.caller().organization(), host, user, password)));
    }

    private Answer check(ApiRequest request) {
        Optional<String> error = registries.check(request.caller().organization(), host(request));
        return Answer.json(new RegistryCheckResponse(error.isEmpty(), error.orElse(null)));
    }

    private Answer remove(ApiRequest request) {
        registries.remove(request.caller().organization(), host(request));
        return Answer.NOTHING;
    }

    private static RegistryResponse wire(Registry one) {
        return new RegistryResponse(one.host().text(), one.user(), one.updatedAt());
    }
}
