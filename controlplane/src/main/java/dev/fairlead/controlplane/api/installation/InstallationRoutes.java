package dev.fairlead.controlplane.api.installation;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.access.Caller;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.wire.ProjectPermissionsJson;
import dev.fairlead.model.wire.StatusResponse;
import dev.fairlead.model.wire.WhoamiResponse;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
        Caller caller = request.caller();
        List<ProjectPermissionsJson> projects =
                caller.access().projects().entrySet().stream()
                        .map(one ->
                                new ProjectPermissionsJson(
                                        one.getKey().toString(), words(one.getValue())))
                        .sorted(Comparator.comparing(ProjectPermissionsJson::project))
                        .toList();
        return Answer.json(
                new WhoamiResponse(
                        caller.id(),
                        caller.name(),
                        caller.via().name().toLowerCase(Locale.ROOT),
                        caller.within().map(OrganizationId::toString).orElse(null),
                        caller.administrator(),
                        words(caller.access().everywhere()),
                        projects));
    }

    private static List<String> words(Set<Permission> permissions) {
        return permissions.stream().map(Permission::word).sorted().toList();
    }
}
