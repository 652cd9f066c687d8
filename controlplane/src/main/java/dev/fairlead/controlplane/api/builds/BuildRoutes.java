package dev.fairlead.controlplane.api.builds;

import dev.fairlead.controlplane.api.deployments.DeploymentJson;
import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Pages;
import dev.fairlead.controlplane.api.routes.Parameter;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.builds.Builds;
import dev.fairlead.controlplane.control.services.Services;
import dev.fairlead.controlplane.store.builds.Build;
import dev.fairlead.controlplane.store.builds.BuildFilter;
import dev.fairlead.controlplane.store.builds.BuildStore;
import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.deployments.BuildState;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.ids.BuildId;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.wire.BuildResponse;
import dev.fairlead.model.wire.DeploymentResponse;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Builds: what waits, what runs, and what was given up.
public final class BuildRoutes {
    private static final String STATES =
            Arrays.stream(BuildState.values())
                    .map(BuildState::word)
                    .collect(Collectors.joining(", "));

    private final BuildStore store;
    private final Builds builds;
    private final Services services;

    public BuildRoutes(BuildStore store, Builds builds, Services services) {
        this.store = store;
        this.builds = builds;
        this.services = services;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/builds")
                        .named("listBuilds", "List builds, newest first; `dead` are dead letters.")
                        .needs(Permission.FUNCTIONS_READ)
                        .with(
                                Parameter.string("function", "only of this function's id"),
                                Parameter.string("state", STATES))
                        .paged()
                        .gives(200, Shape.page(BuildResponse.class))
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.FUNCTION_NOT_FOUND,
                                ErrorCode.CURSOR_MALFORMED)
                        .by(this::list),
                Route.get("/builds/{id}")
                        .named("getBuild", "Get a build.")
                        .needs(Permission.FUNCTIONS_READ)
                        .gives(200, Shape.json(BuildResponse.class))
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.BUILD_NOT_FOUND)
                        .by(r ->
                                Answer.json(
                                        build(
                                                builds.get(
                                                        r.caller().organization(),
                                                        r.path("id", BuildId::parse))))),
                Route.post("/builds/{id}:cancel")
                        .named(
                                "cancelBuild",
                                "Cancel a build and its deployment; what is live stays live.")
                        .needs(Permission.FUNCTIONS_RELEASE)
                        .gives(200, Shape.json(BuildResponse.class))
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.BUILD_NOT_FOUND,
                                ErrorCode.BUILD_ENDED)
                        .by(this::cancel),
                Route.post("/builds/{id}:redrive")
                        .repeatable()
                        .named(
                                "redriveBuild",
                                "Build again what the platform gave up, as a new deployment.")
                        .needs(Permission.FUNCTIONS_RELEASE)
                        .gives(202, Shape.json(DeploymentResponse.class))
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.BUILD_NOT_FOUND,
                                ErrorCode.BUILD_NOT_DEAD,
                                ErrorCode.DEPLOYMENT_SUPERSEDED,
                                ErrorCode.TOO_MANY_BUILDS,
                                ErrorCode.QUOTA_EXCEEDED)
                        .by(this::redrive));
    }

    private Answer list(ApiRequest request) {
        var organization = request.caller().organization();
        Optional<ServiceId> function =
                request.query("function")
                        .map(id -> services.get(organization, ServiceId.parse(id)).id());
        var filter = new BuildFilter(function, request.query("state").map(BuildRoutes::state));
        return Pages.answer(
                store.list(organization, filter, Pages.after(request), request.limit()),
                BuildRoutes::build);
    }

    private static BuildState state(String word) {
        return BuildState.parse(word)
                .orElseThrow(() -> Rejected.field("?state", "use one of " + STATES));
    }

    private Answer cancel(ApiRequest request) {
        return Answer.json(
                build(
                        builds.cancel(
                                request.caller().organization(),
                                request.path("id", BuildId::parse))));
    }

    private Answer redrive(ApiRequest request) {
        Deployment made =
                builds.redrive(request.caller().organization(), request.path("id", BuildId::parse));
        return Answer.json(
                DeploymentJson.deployment(made),
                new Header("location", "/api/v1/deployments/" + made.id()));
    }

    private static <T> @Nullable T orNull(Optional<T> value) {
        return value.isPresent() ? value.get() : null;
    }

    private static BuildResponse build(Build build) {
        Deployment of = build.deployment();
        return new BuildResponse(
                build.id().toString(),
                of.id().toString(),
                of.service().toString(),
                build.project().text(),
                build.function().text(),
                build.state().word(),
                orNull(of.language().map(Language::word)),
                of.source().map(ContentHash::hex).orElse(""),
                orNull(of.product().map(product -> product.artifact().hex())),
                build.attempts(),
                orNull(build.position()),
                DeploymentJson.phases(build.phases(), build.endedAt()),
                orNull(of.failure().map(DeploymentJson::failure)),
                orNull(build.redrivenAs().map(DeploymentId::toString)),
                of.createdAt(),
                orNull(build.startedAt()),
                orNull(build.endedAt()));
    }
}
