package dev.fairlead.controlplane.api.releases;

import dev.fairlead.controlplane.api.deployments.Wishes;
import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Pages;
import dev.fairlead.controlplane.api.routes.Parameter;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.environments.Environments;
import dev.fairlead.controlplane.control.services.Services;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.controlplane.store.environments.Environment;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.controlplane.store.versions.Alias;
import dev.fairlead.controlplane.store.versions.FiguresStore;
import dev.fairlead.controlplane.store.versions.TrafficStore.Place;
import dev.fairlead.controlplane.store.versions.VersionStore;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.AliasName;
import dev.fairlead.model.wire.AliasResponse;
import dev.fairlead.model.wire.FiguresJson;
import dev.fairlead.model.wire.PutAliasRequest;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How aliases spread their requests over versions, and what came of it.
public final class AliasRoutes {
    private static final Parameter ENVIRONMENT =
            Parameter.string("environment", "production where it is left out");
    private static final Duration HOUR = Duration.ofHours(1);

    private final Services services;
    private final VersionStore versions;
    private final FiguresStore figures;
    private final Environments environments;
    private final Wishes wishes;
    private final String root;
    private final Clock clock;

    public AliasRoutes(
            Services services,
            VersionStore versions,
            FiguresStore figures,
            Environments environments,
            Wishes wishes,
            String root,
            Clock clock) {
        this.services = services;
        this.versions = versions;
        this.figures = figures;
        this.environments = environments;
        this.wishes = wishes;
        this.root = root;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                failing(Route.get("/functions/{id}/aliases"))
                        .named("listAliases", "List a function's aliases, of all environments.")
                        .needs(Permission.FUNCTIONS_READ)
                        .gives(200, Shape.page(AliasResponse.class))
                        .by(this::list),
                failing(Route.put("/functions/{id}/aliases/{alias}"))
                        .named(
                                "putAlias",
                                "Spread an alias's requests over versions: by weights, conditions"
                                        + " and variants that stay. What an alias has not, it"
                                        + " loses; `If-Match` guards against others' changes.")
                        .needs(Permission.FUNCTIONS_RELEASE)
                        .with(ENVIRONMENT)
                        .takes(Shape.json(PutAliasRequest.class))
                        .gives(200, Shape.json(AliasResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.ENVIRONMENT_NOT_FOUND,
                                ErrorCode.ENVIRONMENT_PROTECTED,
                                ErrorCode.VERSION_NOT_FOUND,
                                ErrorCode.VERSION_ELSEWHERE,
                                ErrorCode.VERSION_FAILED,
                                ErrorCode.ROLLOUT_OPEN,
                                ErrorCode.REVISION_CONFLICT)
                        .by(this::put),
                failing(Route.delete("/functions/{id}/aliases/{alias}"))
                        .named("deleteAlias", "Remove an alias; its versions stay.")
                        .needs(Permission.FUNCTIONS_RELEASE)
                        .with(ENVIRONMENT)
                        .gives(204, Shape.NOTHING)
                        .fails(
                                ErrorCode.ENVIRONMENT_NOT_FOUND,
                                ErrorCode.ENVIRONMENT_PROTECTED,
                                ErrorCode.ALIAS_NOT_FOUND)
                        .by(this::delete),
                failing(Route.get("/functions/{id}/aliases/{alias}/figures"))
                        .named(
                                "getAliasFigures",
                                "What the gateway counted of each version while the alias was"
                                        + " split, of the last hour or since a time.")
                        .needs(Permission.FUNCTIONS_READ)
                        .with(ENVIRONMENT, Parameter.instant("since", "from this minute on"))
                        .gives(200, Shape.page(FiguresJson.class))
                        .fails(ErrorCode.ENVIRONMENT_NOT_FOUND)
                        .by(this::figures));
    }

    private static Route.Builder failing(Route.Builder route) {
        return route.fails(
                ErrorCode.ID_MALFORMED, ErrorCode.ID_OF_ANOTHER_KIND, ErrorCode.FUNCTION_NOT_FOUND);
    }

    private ServiceRecord function(ApiRequest request) {
        return services.get(request.caller().organization(), request.path("id", ServiceId::parse));
    }

    private Answer list(ApiRequest request) {
        ServiceRecord function = function(request);
        List<Alias> all = versions.aliases(function.organization(), function.id());
        return Pages.answer(
                new Page<>(all, Optional.empty()), one -> TrafficWire.write(function, one, root));
    }

    private Answer put(ApiRequest request) {
        ServiceRecord function = function(request);
        AliasName alias = request.path("alias", AliasName::new);
        PutAliasRequest body = request.body(PutAliasRequest.class);
        Environment environment =
                wishes.deployable(request, function, request.query("environment"));
        environments.free(function, environment, alias);
        Alias spread =
                services.spread(
                        place(function, environment, alias),
                        TrafficWire.read(body),
                        request.ifMatch());
        return Answer.json(
                TrafficWire.write(function, spread, root),
                new Header("etag", "\"" + spread.revision() + "\""));
    }

    private static Place place(ServiceRecord function, Environment environment, AliasName alias) {
        return new Place(function.organization(), function.id(), environment.id(), alias);
    }

    private Answer delete(ApiRequest request) {
        ServiceRecord function = function(request);
        AliasName alias = request.path("alias", AliasName::new);
        Environment environment =
                wishes.deployable(request, function, request.query("environment"));
        services.removeAlias(place(function, environment, alias));
        return Answer.NOTHING;
    }

    private Answer figures(ApiRequest request) {
        ServiceRecord function = function(request);
        AliasName alias = request.path("alias", AliasName::new);
        Environment environment = wishes.environment(function, request.query("environment"));
        Instant since = request.instant("since").orElseGet(() -> clock.instant().minus(HOUR));
        if (since.isAfter(clock.instant())) {
            throw Rejected.field("?since", "use a time that has been");
        }
        List<FiguresJson> all =
                ReleaseJson.figures(
                        figures.sums(
                                function.organization(),
                                function.id(),
                                environment.id(),
                                alias,
                                since),
                        since);
        return Pages.answer(new Page<>(all, Optional.empty()), one -> one);
    }
}
