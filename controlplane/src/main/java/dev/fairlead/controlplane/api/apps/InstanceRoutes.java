package dev.fairlead.controlplane.api.apps;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Parameter;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.services.Services;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.dataplane.apps.AppInstance;
import dev.fairlead.dataplane.apps.AppInstance.State;
import dev.fairlead.dataplane.apps.InstanceUsage;
import dev.fairlead.dataplane.router.Router;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.wire.InstanceJson;
import dev.fairlead.model.wire.InstancesResponse;
import dev.fairlead.model.wire.UsageJson;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

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
                        .with(Parameter.flag("usage", "also what each takes, which takes a second"))
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
        var all = new ArrayList<InstanceJson>();
        var states = EnumSet.noneOf(State.class);
        boolean usage = request.flag("usage");
        router.find(service.id())
                .map(live -> usage ? live.measured() : live.instances())
                .orElse(Map.of())
                .forEach((version, instances) ->
                        instances.forEach(one -> {
                            all.add(json(version, one));
                            states.add(one.state());
                        }));
        return Answer.json(new InstancesResponse(health(states), all));
    }

    /// That of the least healthy.
    private static String health(Set<State> states) {
        if (states.isEmpty()) {
            return "none";
        }
        if (states.stream().anyMatch(State::ill)) {
            return "unhealthy";
        }
        return states.contains(State.STARTING) ? "starting" : "healthy";
    }

    private static InstanceJson json(int version, AppInstance one) {
        return new InstanceJson(
                orNull(one.name()),
                version,
                orNull(one.service()),
                one.state().name().toLowerCase(Locale.ROOT),
                one.since(),
                one.requests(),
                orNull(one.address()),
                one.why(),
                one.usage().map(InstanceRoutes::json).orElse(null));
    }

    private static UsageJson json(InstanceUsage usage) {
        return new UsageJson(
                usage.memoryBytes(),
                usage.memoryLimitBytes(),
                rounded(usage.cpu().toMillis() / 1000.0),
                rounded(usage.cpuPercent()),
                usage.receivedBytes(),
                usage.sentBytes(),
                usage.processes());
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
