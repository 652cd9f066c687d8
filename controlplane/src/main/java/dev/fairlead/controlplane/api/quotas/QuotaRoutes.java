package dev.fairlead.controlplane.api.quotas;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.store.quotas.Quota;
import dev.fairlead.controlplane.store.quotas.QuotaStore;
import dev.fairlead.controlplane.store.quotas.Scope;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.FieldError;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.quotas.Resource;
import dev.fairlead.model.wire.QuotaResponse;
import dev.fairlead.model.wire.QuotasRequest;
import dev.fairlead.model.wire.QuotasResponse;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Quotas: the installation's administrators give them to organizations, those to their projects.
public final class QuotaRoutes {
    private static final long MILLIS_OF_MINUTE = 60_000;
    private static final long MOST = 1L << 50;

    private final QuotaStore store;
    private final Clock clock;

    public QuotaRoutes(QuotaStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    public List<Route> routes() {
        var all = new ArrayList<Route>();
        all.addAll(
                routes(
                        "/installation/quotas",
                        "InstallationQuotas",
                        "what every organization may use that has no quotas of its own",
                        Permission.INSTALLATION_MANAGE,
                        Permission.INSTALLATION_MANAGE,
                        _ -> new Scope.Everybody()));
        all.addAll(
                routes(
                        "/organization/quotas",
                        "OrganizationQuotas",
                        "what the organization may use, and uses",
                        Permission.ORGANIZATION_READ,
                        Permission.INSTALLATION_MANAGE,
                        r -> new Scope.OfOrganization(r.caller().organization())));
        all.addAll(
                routes(
                        "/projects/{id}/quotas",
                        "ProjectQuotas",
                        "what a project may use, and uses",
                        Permission.PROJECTS_READ,
                        Permission.ORGANIZATION_WRITE,
                        r ->
                                new Scope.OfProject(
                                        r.caller().organization(),
                                        r.path("id", ProjectId::parse))));
        return all;
    }

    private List<Route> routes(
            String path,
            String name,
            String what,
            Permission read,
            Permission write,
            Function<ApiRequest, Scope> scope) {
        return List.of(
                failing(Route.get(path))
                        .named("get" + name, "Say " + what + ".")
                        .needs(read)
                        .gives(200, Shape.json(QuotasResponse.class))
                        .by(r -> Answer.json(wire(store.list(scope.apply(r))))),
                failing(Route.put(path))
                        .named("set" + name, "Set " + what + "; what is left out has no quota.")
                        .needs(write)
                        .takes(Shape.json(QuotasRequest.class))
                        .gives(200, Shape.json(QuotasResponse.class))
                        .by(r -> set(r, scope.apply(r))));
    }

    private static Route.Builder failing(Route.Builder route) {
        return route.fails(
                ErrorCode.MALFORMED_JSON,
                ErrorCode.ORGANIZATION_NEEDED,
                ErrorCode.ID_MALFORMED,
                ErrorCode.ID_OF_ANOTHER_KIND,
                ErrorCode.PROJECT_NOT_FOUND);
    }

    private Answer set(ApiRequest request, Scope scope) {
        store.set(scope, quotas(request.body(QuotasRequest.class)));
        return Answer.json(wire(store.list(scope)));
    }

    private static Map<Resource, Long> quotas(QuotasRequest body) {
        var all = new EnumMap<Resource, Long>(Resource.class);
        var wrong = new ArrayList<FieldError>();
        put(all, wrong, Resource.FUNCTIONS, body.functions());
        put(all, wrong, Resource.DEPLOYMENTS, body.deploymentsPerDay());
        put(all, wrong, Resource.STORAGE, body.storageBytes());
        put(all, wrong, Resource.BUILD_TIME, body.buildMinutesPerMonth());
        put(all, wrong, Resource.REQUESTS, body.requestsPerMonth());
        if (!wrong.isEmpty()) {
            throw new Rejected(ErrorCode.INVALID_REQUEST, "some quotas are out of range", wrong);
        }
        return all;
    }

    private static void put(
            Map<Resource, Long> all,
            List<FieldError> wrong,
            Resource resource,
            @Nullable Long most) {
        if (most == null) {
            return;
        }
        if (most < 0 || most > MOST) {
            wrong.add(new FieldError("/" + resource.word(), "use 0 to " + MOST));
            return;
        }
        all.put(resource, resource == Resource.BUILD_TIME ? most * MILLIS_OF_MINUTE : most);
    }

    private QuotasResponse wire(List<Quota> quotas) {
        Instant now = clock.instant();
        return new QuotasResponse(quotas.stream().map(quota -> wire(quota, now)).toList());
    }

    /// A minute that has begun is shown as one that was used.
    private static QuotaResponse wire(Quota quota, Instant now) {
        boolean time = quota.resource() == Resource.BUILD_TIME;
        return new QuotaResponse(
                quota.resource().word(),
                quota.most().map(most -> time ? most / MILLIS_OF_MINUTE : most).orElse(null),
                time ? Math.ceilDiv(quota.used(), MILLIS_OF_MINUTE) : quota.used(),
                quota.origin().orElse(null),
                quota.resource().resetsAt(now).orElse(null));
    }
}
