package dev.fairlead.controlplane.api.environments;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Pages;
import dev.fairlead.controlplane.api.routes.Parameter;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.deployments.CloneEnvironment;
import dev.fairlead.controlplane.control.deployments.Deployments;
import dev.fairlead.controlplane.control.environments.Environments;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.controlplane.store.environments.Environment;
import dev.fairlead.controlplane.store.environments.Environment.Protection;
import dev.fairlead.controlplane.store.environments.Environment.Retention;
import dev.fairlead.controlplane.store.environments.EnvironmentStore;
import dev.fairlead.controlplane.store.projects.Project;
import dev.fairlead.controlplane.store.projects.ProjectStore;
import dev.fairlead.controlplane.store.versions.RetentionStore;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.EnvironmentId;
import dev.fairlead.model.names.EnvironmentName;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.wire.CreateEnvironmentRequest;
import dev.fairlead.model.wire.DueVersionJson;
import dev.fairlead.model.wire.EnvironmentResponse;
import dev.fairlead.model.wire.FreezeRequest;
import dev.fairlead.model.wire.RetentionJson;
import dev.fairlead.model.wire.UpdateEnvironmentRequest;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/// Environments of projects.
public final class EnvironmentRoutes {
    private static final int LONGEST_REASON = 500;

    private final ProjectStore projects;
    private final Environments environments;
    private final EnvironmentStore store;
    private final CloneEnvironment cloning;
    private final Deployments deployments;
    private final RetentionStore retention;

    public EnvironmentRoutes(
            ProjectStore projects,
            Environments environments,
            EnvironmentStore store,
            CloneEnvironment cloning,
            Deployments deployments,
            RetentionStore retention) {
        this.projects = projects;
        this.environments = environments;
        this.store = store;
        this.cloning = cloning;
        this.deployments = deployments;
        this.retention = retention;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/environments")
                        .repeatable()
                        .named(
                                "createEnvironment",
                                "Create an environment of a project; with `cloneOf`, with what is"
                                        + " live in another.")
                        .needs(Permission.PROJECTS_WRITE)
                        .takes(Shape.json(CreateEnvironmentRequest.class))
                        .gives(201, Shape.json(EnvironmentResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.PROJECT_NOT_FOUND,
                                ErrorCode.ENVIRONMENT_NOT_FOUND,
                                ErrorCode.NAME_TAKEN,
                                ErrorCode.QUOTA_EXCEEDED)
                        .by(this::create),
                Route.get("/environments")
                        .named("listEnvironments", "List environments, by project.")
                        .needs(Permission.PROJECTS_READ)
                        .with(Parameter.string("project", "only this project's"))
                        .gives(200, Shape.page(EnvironmentResponse.class))
                        .by(this::list),
                failing(Route.get("/environments/{id}"))
                        .named("getEnvironment", "Get an environment.")
                        .needs(Permission.PROJECTS_READ)
                        .gives(200, Shape.json(EnvironmentResponse.class))
                        .by(r -> answer(get(r))),
                failing(Route.patch("/environments/{id}"))
                        .named(
                                "updateEnvironment",
                                "Change who may deploy to an environment, whose variables it"
                                        + " inherits, and which versions it keeps.")
                        .needs(Permission.PROJECTS_WRITE)
                        .takes(Shape.json(UpdateEnvironmentRequest.class))
                        .gives(200, Shape.json(EnvironmentResponse.class))
                        .fails(ErrorCode.MALFORMED_JSON, ErrorCode.REVISION_CONFLICT)
                        .by(this::update),
                failing(Route.delete("/environments/{id}"))
                        .named(
                                "deleteEnvironment",
                                "Delete an environment with all that runs there. Production stays.")
                        .needs(Permission.PROJECTS_WRITE)
                        .gives(204, Shape.NOTHING)
                        .fails(ErrorCode.ENVIRONMENT_IN_USE, ErrorCode.ENVIRONMENT_PROTECTED)
                        .by(this::delete),
                failing(Route.post("/environments/{id}:freeze"))
                        .named(
                                "freezeEnvironment",
                                "Release nothing there until it thaws. Rolling back is possible.")
                        .needs(Permission.FUNCTIONS_RELEASE)
                        .takes(Shape.json(FreezeRequest.class))
                        .gives(200, Shape.json(EnvironmentResponse.class))
                        .fails(ErrorCode.MALFORMED_JSON, ErrorCode.ENVIRONMENT_PROTECTED)
                        .by(this::freeze),
                failing(Route.post("/environments/{id}:thaw"))
                        .named("thawEnvironment", "Release again what waits, and what comes.")
                        .needs(Permission.FUNCTIONS_RELEASE)
                        .gives(200, Shape.json(EnvironmentResponse.class))
                        .fails(ErrorCode.ENVIRONMENT_PROTECTED)
                        .by(this::thaw),
                failing(Route.get("/environments/{id}/due-versions"))
                        .named(
                                "listDueVersions",
                                "What the environment's retention would remove now; with `count`"
                                        + " or `days`, what another one would.")
                        .needs(Permission.PROJECTS_READ)
                        .with(
                                Parameter.integer("count", "the newest that are kept"),
                                Parameter.integer("days", "what is younger is kept"))
                        .gives(200, Shape.page(DueVersionJson.class))
                        .by(this::due));
    }

    private static Route.Builder failing(Route.Builder route) {
        return route.fails(
                ErrorCode.ID_MALFORMED,
                ErrorCode.ID_OF_ANOTHER_KIND,
                ErrorCode.ENVIRONMENT_NOT_FOUND);
    }

    private Answer create(ApiRequest request) {
        CreateEnvironmentRequest body = request.body(CreateEnvironmentRequest.class);
        ProjectName name = ApiRequest.field("/project", body.project(), ProjectName::new);
        Project project =
                projects.find(request.caller().organization(), name)
                        .orElseThrow(() ->
                                new Rejected(
                                        ErrorCode.PROJECT_NOT_FOUND, "no project '" + name + "'"));
        EnvironmentName called = ApiRequest.field("/name", body.name(), EnvironmentName::new);
        Optional<Environment> like =
                Optional.ofNullable(body.cloneOf())
                        .map(text -> ApiRequest.field("/cloneOf", text, EnvironmentName::new))
                        .map(of -> environments.of(project, of));
        var wish =
                new EnvironmentStore.Wish(
                        body.parent() == null
                                ? like.flatMap(Environment::parent)
                                : parent(body.parent()),
                        EnvironmentJson.protection(
                                body.protection(),
                                like.map(Environment::protection).orElse(Protection.NONE)),
                        EnvironmentJson.retention(
                                body.retention(),
                                like.map(Environment::retention).orElse(Retention.ALL)));
        Environment made = environments.create(project, called, wish);
        like.ifPresent(of -> cloning.run(of, made, request.caller().id()));
        return Answer.json(
                EnvironmentJson.write(made),
                new Header("location", "/api/v1/environments/" + made.id()),
                new Header("etag", "\"" + made.revision() + "\""));
    }

    private static Optional<EnvironmentName> parent(@Nullable String text) {
        return text == null || text.isEmpty()
                ? Optional.empty()
                : Optional.of(ApiRequest.field("/parent", text, EnvironmentName::new));
    }

    private Answer list(ApiRequest request) {
        Optional<ProjectName> project =
                request.query("project")
                        .map(text -> ApiRequest.field("?project", text, ProjectName::new));
        return Pages.answer(
                new Page<>(store.list(request.caller().organization(), project), Optional.empty()),
                EnvironmentJson::write);
    }

    private Environment get(ApiRequest request) {
        return environments.get(
                request.caller().organization(), request.path("id", EnvironmentId::parse));
    }

    private static Answer answer(Environment environment) {
        return Answer.json(
                EnvironmentJson.write(environment),
                new Header("etag", "\"" + environment.revision() + "\""));
    }

    private Answer update(ApiRequest request) {
        Environment seen = get(request);
        UpdateEnvironmentRequest body = request.body(UpdateEnvironmentRequest.class);
        request.ifMatch()
                .filter(revision -> revision != seen.revision())
                .ifPresent(revision -> {
                    throw new Rejected(
                            ErrorCode.REVISION_CONFLICT,
                            "it is at revision " + seen.revision() + " by now");
                });
        Environment changed =
                environments.update(
                        seen,
                        new EnvironmentStore.Wish(
                                body.parent() == null ? seen.parent() : parent(body.parent()),
                                EnvironmentJson.protection(body.protection(), seen.protection()),
                                EnvironmentJson.retention(body.retention(), seen.retention())));
        deployments.reconsider(changed);
        return answer(changed);
    }

    private Environment deployable(ApiRequest request) {
        Environment environment = get(request);
        environments.mayDeploy(environment, request.caller());
        return environment;
    }

    private Answer delete(ApiRequest request) {
        environments.delete(deployable(request));
        return Answer.NOTHING;
    }

    private Answer freeze(ApiRequest request) {
        Environment environment = deployable(request);
        String reason =
                request.optionalBody(FreezeRequest.class)
                        .flatMap(body -> Optional.ofNullable(body.reason()))
                        .orElse("no reason given");
        if (reason.length() > LONGEST_REASON) {
            throw Rejected.field("/reason", "use at most " + LONGEST_REASON + " characters");
        }
        return answer(environments.freeze(environment, Optional.of(reason)));
    }

    private Answer thaw(ApiRequest request) {
        Environment thawed = environments.freeze(deployable(request), Optional.empty());
        deployments.reconsider(thawed);
        return answer(thawed);
    }

    private Answer due(ApiRequest request) {
        Environment environment = get(request);
        Optional<Integer> count = request.integer("count", 0, 100_000);
        Optional<Integer> days = request.integer("days", 0, 100_000);
        Retention policy =
                count.isPresent() || days.isPresent()
                        ? EnvironmentJson.retention(
                                new RetentionJson(count.orElse(null), days.orElse(null)),
                                environment.retention())
                        : environment.retention();
        return Pages.answer(
                new Page<>(retention.due(environment, policy), Optional.empty()),
                EnvironmentJson::due);
    }
}
