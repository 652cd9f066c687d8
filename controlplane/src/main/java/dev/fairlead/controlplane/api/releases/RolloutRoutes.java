package dev.fairlead.controlplane.api.releases;

import dev.fairlead.controlplane.api.deployments.StrategyWire;
import dev.fairlead.controlplane.api.deployments.Wishes;
import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Pages;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.environments.Environments;
import dev.fairlead.controlplane.control.rollouts.Rollouts;
import dev.fairlead.controlplane.control.services.Services;
import dev.fairlead.controlplane.store.environments.Environment;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.controlplane.store.versions.Rollout;
import dev.fairlead.controlplane.store.versions.RolloutStore;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.RolloutId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.traffic.Strategy;
import dev.fairlead.model.wire.AbortRequest;
import dev.fairlead.model.wire.RolloutRequest;
import dev.fairlead.model.wire.RolloutResponse;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Rollouts: begin, watch, take further, take back.
public final class RolloutRoutes {
    private static final int LONGEST_REASON = 500;

    private final Services services;
    private final Rollouts rollouts;
    private final RolloutStore store;
    private final Environments environments;
    private final Wishes wishes;

    public RolloutRoutes(
            Services services,
            Rollouts rollouts,
            RolloutStore store,
            Environments environments,
            Wishes wishes) {
        this.services = services;
        this.rollouts = rollouts;
        this.store = store;
        this.environments = environments;
        this.wishes = wishes;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/functions/{id}/rollouts")
                        .repeatable()
                        .named(
                                "beginRollout",
                                "Move an environment's live traffic to another of its versions,"
                                    + " step by step; it is taken back by itself where the version"
                                    + " does worse than the one before.")
                        .needs(Permission.FUNCTIONS_RELEASE)
                        .takes(Shape.json(RolloutRequest.class))
                        .gives(201, Shape.json(RolloutResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.FUNCTION_NOT_FOUND,
                                ErrorCode.ENVIRONMENT_NOT_FOUND,
                                ErrorCode.ENVIRONMENT_PROTECTED,
                                ErrorCode.ENVIRONMENT_FROZEN,
                                ErrorCode.NOT_DEPLOYED,
                                ErrorCode.VERSION_NOT_FOUND,
                                ErrorCode.VERSION_ELSEWHERE,
                                ErrorCode.VERSION_FAILED,
                                ErrorCode.ROLLOUT_OPEN)
                        .by(this::begin),
                Route.get("/functions/{id}/rollouts")
                        .named("listRollouts", "List a function's rollouts, newest first.")
                        .needs(Permission.FUNCTIONS_READ)
                        .paged()
                        .gives(200, Shape.page(RolloutResponse.class))
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.FUNCTION_NOT_FOUND,
                                ErrorCode.CURSOR_MALFORMED)
                        .by(this::list),
                failing(Route.get("/rollouts/{id}"))
                        .named("getRollout", "Get a rollout, with what was counted so far.")
                        .needs(Permission.FUNCTIONS_READ)
                        .gives(200, Shape.json(RolloutResponse.class))
                        .by(r -> answer(get(r))),
                change("advance", "Take the next step now.", rollouts::advance),
                change("complete", "Send all requests to the new version now.", rollouts::complete),
                change("pause", "Stay at this step.", r -> rollouts.pause(r, true)),
                change("resume", "Go on; the step begins anew.", r -> rollouts.pause(r, false)),
                failing(Route.post("/rollouts/{id}:abort"))
                        .named(
                                "abortRollout",
                                "Send all requests back to the version before. The new one stays,"
                                        + " and may be rolled out again.")
                        .needs(Permission.FUNCTIONS_RELEASE)
                        .takes(Shape.json(AbortRequest.class))
                        .gives(200, Shape.json(RolloutResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.ENVIRONMENT_PROTECTED,
                                ErrorCode.ROLLOUT_ENDED,
                                ErrorCode.REVISION_CONFLICT)
                        .by(this::abort));
    }

    private static Route.Builder failing(Route.Builder route) {
        return route.fails(
                ErrorCode.ID_MALFORMED, ErrorCode.ID_OF_ANOTHER_KIND, ErrorCode.ROLLOUT_NOT_FOUND);
    }

    private Route change(String verb, String what, UnaryOperator<Rollout> change) {
        return failing(Route.post("/rollouts/{id}:" + verb))
                .named(verb + "Rollout", what)
                .needs(Permission.FUNCTIONS_RELEASE)
                .gives(200, Shape.json(RolloutResponse.class))
                .fails(
                        ErrorCode.ENVIRONMENT_PROTECTED,
                        ErrorCode.ROLLOUT_ENDED,
                        ErrorCode.REVISION_CONFLICT)
                .by(r -> answer(change.apply(changeable(r))));
    }

    private Answer begin(ApiRequest request) {
        ServiceRecord function = function(request);
        RolloutRequest body = request.body(RolloutRequest.class);
        if (body.version() == null) {
            throw Rejected.field("/version", "is needed");
        }
        Environment environment =
                wishes.deployable(request, function, Optional.ofNullable(body.environment()));
        Strategy strategy =
                StrategyWire.read(body.strategy())
                        .orElseGet(() ->
                                body.strategy() == null ? Strategy.canary() : refuseAllAtOnce());
        Rollout begun = rollouts.begin(function, environment, body.version(), strategy);
        return Answer.json(
                ReleaseJson.rollout(begun, List.of()),
                new Header("location", "/api/v1/rollouts/" + begun.id()));
    }

    private static Strategy refuseAllAtOnce() {
        throw Rejected.field(
                "/strategy/kind", "use canary or blue-green; `:rollback` moves all at once");
    }

    private ServiceRecord function(ApiRequest request) {
        return services.get(request.caller().organization(), request.path("id", ServiceId::parse));
    }

    private Answer list(ApiRequest request) {
        ServiceRecord function = function(request);
        return Pages.answer(
                store.list(
                        function.organization(),
                        function.id(),
                        Pages.after(request),
                        request.limit()),
                rollout -> ReleaseJson.rollout(rollout, rollouts.figures(rollout)));
    }

    private Rollout get(ApiRequest request) {
        return rollouts.get(request.caller().organization(), request.path("id", RolloutId::parse));
    }

    private Rollout changeable(ApiRequest request) {
        Rollout rollout = get(request);
        environments.mayDeploy(
                environments.get(rollout.organization(), rollout.environmentId()),
                request.caller());
        return rollout;
    }

    private Answer answer(Rollout rollout) {
        return Answer.json(ReleaseJson.rollout(rollout, rollouts.figures(rollout)));
    }

    private Answer abort(ApiRequest request) {
        Rollout rollout = changeable(request);
        String reason =
                request.optionalBody(AbortRequest.class)
                        .flatMap(body -> Optional.ofNullable(body.reason()))
                        .orElse("aborted by hand");
        if (reason.length() > LONGEST_REASON) {
            throw Rejected.field("/reason", "use at most " + LONGEST_REASON + " characters");
        }
        return answer(rollouts.abort(rollout, reason));
    }
}
