package dev.fairlead.controlplane.api.installation;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Permission;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.model.wire.StatusResponse;
import dev.fairlead.model.wire.WhoamiResponse;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Who the caller is, and how the installation is.
public final class InstallationRoutes {
    private final Supplier<StatusResponse> status;
    private final Supplier<Map<String, Object>> description;

    /// `description` is the OpenAPI document of all routes, these included.
    public InstallationRoutes(
            Supplier<StatusResponse> status, Supplier<Map<String, Object>> description) {
        this.status = status;
        this.description = description;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/whoami")
                        .named("whoami", "Who the caller is and what they may.")
                        .needs(Permission.INSTALLATION_READ)
                        .gives(200, Shape.json(WhoamiResponse.class))
                        .by(InstallationRoutes::whoami),
                Route.get("/status")
                        .named("getStatus", "How the installation is.")
                        .needs(Permission.INSTALLATION_READ)
                        .gives(200, Shape.json(StatusResponse.class))
                        .by(_ -> Answer.json(status.get())),
                Route.get("/openapi")
                        .named("getDescription", "This description, as JSON.")
                        .needs(Permission.INSTALLATION_READ)
                        .gives(200, Shape.ANY_OBJECT)
                        .by(_ -> Answer.json(description.get())));
    }

    private static Answer whoami(ApiRequest request) {
        var caller = request.caller();
        return Answer.json(
                new WhoamiResponse(
                        caller.key().toString(),
                        caller.keyName(),
                        caller.organization().toString(),
                        caller.permissions().stream().map(Permission::word).sorted().toList()));
    }
}
