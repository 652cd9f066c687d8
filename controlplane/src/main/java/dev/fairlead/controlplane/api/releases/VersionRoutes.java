package dev.fairlead.controlplane.api.releases;

import dev.fairlead.controlplane.api.deployments.DeploymentJson;
import dev.fairlead.controlplane.api.deployments.StrategyWire;
import dev.fairlead.controlplane.api.deployments.Wishes;
import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Pages;
import dev.fairlead.controlplane.api.routes.Parameter;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.builds.Toolchain;
import dev.fairlead.controlplane.control.deployments.Deployments;
import dev.fairlead.controlplane.control.services.Services;
import dev.fairlead.controlplane.control.variables.Configurations;
import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.controlplane.store.environments.Environment;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.controlplane.store.versions.Alias;
import dev.fairlead.controlplane.store.versions.Version;
import dev.fairlead.controlplane.store.versions.VersionStore;
import dev.fairlead.dataplane.http.BlockingExchange;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.AliasName;
import dev.fairlead.model.wire.AliasResponse;
import dev.fairlead.model.wire.DeploymentResponse;
import dev.fairlead.model.wire.DifferencesResponse;
import dev.fairlead.model.wire.PromoteRequest;
import dev.fairlead.model.wire.RollbackRequest;
import dev.fairlead.model.wire.VersionResponse;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// What was released, and going back to it.
public final class VersionRoutes {
    private final Services services;
    private final VersionStore versions;
    private static final AliasName LIVE = new AliasName("live");

    private final Toolchain toolchain;
    private final Deployments deployments;
    private final Wishes wishes;
    private final Configurations configurations;
    private final String root;

    public VersionRoutes(
            Services services,
            VersionStore versions,
            Toolchain toolchain,
            Deployments deployments,
            Wishes wishes,
            Configurations configurations,
            String root) {
        this.services = services;
        this.versions = versions;
        this.toolchain = toolchain;
        this.deployments = deployments;
        this.wishes = wishes;
        this.configurations = configurations;
        this.root = root;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/functions/{id}/versions")
                        .named("listVersions", "List a function's versions, newest first.")
                        .needs(Permission.FUNCTIONS_READ)
                        .with(Parameter.string("environment", "only of this one"))
                        .paged()
                        .gives(200, Shape.page(VersionResponse.class))
                        .fails(
                                ErrorCode.ENVIRONMENT_NOT_FOUND,
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.FUNCTION_NOT_FOUND,
                                ErrorCode.CURSOR_MALFORMED)
                        .by(this::list),
                Route.get("/functions/{id}/versions/{number}")
                        .named("getVersion", "Get a version.")
                        .needs(Permission.FUNCTIONS_READ)
                        .gives(200, Shape.json(VersionResponse.class))
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.FUNCTION_NOT_FOUND,
                                ErrorCode.VERSION_NOT_FOUND)
                        .by(this::get),
                Route.get("/functions/{id}/versions/{number}/artifact")
                        .named(
                                "downloadArtifact",
                                "Download what a version runs; `Repr-Digest` and `ETag` carry its"
                                        + " SHA-256.")
                        .needs(Permission.FUNCTIONS_READ)
                        .gives(200, new Shape.Bytes(List.of("application/octet-stream")))
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.FUNCTION_NOT_FOUND,
                                ErrorCode.VERSION_NOT_FOUND,
                                ErrorCode.ARTIFACT_NOT_FOUND)
                        .by(this::artifact),
                Route.get("/functions/{id}/versions/{number}/differences")
                        .named(
                                "compareVersions",
                                "What tells a version apart from another: source, artifact,"
                                        + " settings, variables; of secrets only that they differ.")
                        .needs(Permission.FUNCTIONS_READ)
                        .with(
                                Parameter.integer(
                                        "from", "the other; the one before where it is left out"))
                        .gives(200, Shape.json(DifferencesResponse.class))
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.FUNCTION_NOT_FOUND,
                                ErrorCode.VERSION_NOT_FOUND)
                        .by(this::differences),
                Route.post("/functions/{id}:promote")
                        .repeatable()
                        .named(
                                "promoteVersion",
                                "Release a version of one environment to another. Nothing is built:"
                                        + " it runs with the settings of where it goes.")
                        .needs(Permission.FUNCTIONS_RELEASE)
                        .takes(Shape.json(PromoteRequest.class))
                        .gives(202, Shape.json(DeploymentResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.FUNCTION_NOT_FOUND,
                                ErrorCode.ENVIRONMENT_NOT_FOUND,
                                ErrorCode.ENVIRONMENT_PROTECTED,
                                ErrorCode.ENVIRONMENT_FROZEN,
                                ErrorCode.VERSION_NOT_FOUND,
                                ErrorCode.VERSION_FAILED,
                                ErrorCode.NOT_DEPLOYED,
                                ErrorCode.QUOTA_EXCEEDED)
                        .by(this::promote),
                Route.post("/functions/{id}:rollback")
                        .named(
                                "rollBackFunction",
                                "Make an earlier version live; without `version`, the one before. A"
                                        + " rollout that is under way ends.")
                        .needs(Permission.FUNCTIONS_RELEASE)
                        .takes(Shape.json(RollbackRequest.class))
                        .gives(200, Shape.json(AliasResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.FUNCTION_NOT_FOUND,
                                ErrorCode.VERSION_NOT_FOUND,
                                ErrorCode.VERSION_ELSEWHERE,
                                ErrorCode.VERSION_FAILED,
                                ErrorCode.ENVIRONMENT_NOT_FOUND,
                                ErrorCode.ENVIRONMENT_PROTECTED,
                                ErrorCode.NOT_DEPLOYED,
                                ErrorCode.NO_EARLIER_VERSION)
                        .by(this::rollBack));
    }

    private ServiceRecord function(ApiRequest request) {
        return services.get(request.caller().organization(), request.path("id", ServiceId::parse));
    }

    private Answer list(ApiRequest request) {
        ServiceRecord function = function(request);
        return Pages.answer(
                versions.list(
                        function.organization(),
                        function.id(),
                        request.query("environment")
                                .map(name -> wishes.environment(function, Optional.of(name)).id()),
                        Pages.after(request),
                        request.limit()),
                ReleaseJson::version);
    }

    private Version version(ApiRequest request) {
        ServiceRecord function = function(request);
        int number = request.path("number", VersionRoutes::number);
        return versions.get(function.organization(), function.id(), number);
    }

    private Answer get(ApiRequest request) {
        return Answer.json(ReleaseJson.version(version(request)));
    }

    /// Verified before the first byte leaves: a damaged one is not handed out.
    private Answer artifact(ApiRequest request) throws IOException, InterruptedException {
        ContentHash hash =
                version(request)
                        .artifact()
                        .orElseThrow(() ->
                                new Rejected(
                                        ErrorCode.ARTIFACT_NOT_FOUND, "a proxy has no artifact"));
        try (InputStream bytes = toolchain.open(hash);
                BlockingExchange.Stream answer =
                        request.exchange().stream(200, artifactHeaders(hash))) {
            byte[] buffer = new byte[64 << 10];
            for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
                answer.write(Arrays.copyOf(buffer, count));
            }
        } catch (BuildFailed e) {
            throw new Rejected(ErrorCode.ARTIFACT_NOT_FOUND, e.detail());
        }
        return new Answer.Taken(request.exchange());
    }

    private static List<Header> artifactHeaders(ContentHash hash) {
        byte[] digest = HexFormat.of().parseHex(hash.hex());
        return List.of(
                new Header("content-type", "application/octet-stream"),
                new Header("etag", "\"" + hash.hex() + "\""),
                // https://www.rfc-editor.org/rfc/rfc9530
                new Header(
                        "repr-digest",
                        "sha-256=:" + Base64.getEncoder().encodeToString(digest) + ":"));
    }

    /// What is no number is no version either.
    private static int number(String text) {
        return text.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(text) : 0;
    }

    private Answer differences(ApiRequest request) {
        Version to = version(request);
        int from =
                request.integer("from", 1, Integer.MAX_VALUE)
                        .or(to::base)
                        .orElse(Math.max(1, to.number() - 1));
        ServiceRecord function = function(request);
        return Answer.json(
                ReleaseJson.differences(
                        versions.get(function.organization(), function.id(), from),
                        to,
                        configurations));
    }

    private Answer promote(ApiRequest request) {
        ServiceRecord function = function(request);
        PromoteRequest body = request.body(PromoteRequest.class);
        if (body.to() == null) {
            throw Rejected.field("/to", "name the environment to release to");
        }
        int version =
                body.version() == null
                        ? live(function, Optional.ofNullable(body.from()))
                        : body.version();
        Deployment made =
                deployments.promote(
                        function,
                        version,
                        wishes.of(
                                request,
                                function,
                                Optional.of(body.to()),
                                StrategyWire.read(body.strategy())));
        return Answer.json(
                DeploymentJson.deployment(made),
                new Header("location", "/api/v1/deployments/" + made.id()));
    }

    private int live(ServiceRecord function, Optional<String> from) {
        Environment environment =
                wishes.environment(
                        function,
                        Optional.of(
                                from.orElseThrow(() ->
                                        Rejected.field(
                                                "/version",
                                                "name a version, or an environment in `from`"))));
        return versions.alias(function.organization(), function.id(), environment.id(), LIVE)
                .map(Alias::version)
                .orElseThrow(() ->
                        new Rejected(
                                ErrorCode.NOT_DEPLOYED,
                                "nothing is live in '" + environment.name() + "'"));
    }

    private Answer rollBack(ApiRequest request) {
        ServiceRecord function = function(request);
        Optional<RollbackRequest> body = request.optionalBody(RollbackRequest.class);
        Environment environment =
                wishes.deployable(
                        request, function, body.flatMap(b -> Optional.ofNullable(b.environment())));
        Alias live =
                services.rollBack(
                        function.organization(),
                        function.id(),
                        environment.id(),
                        body.flatMap(b -> Optional.ofNullable(b.version())));
        return Answer.json(TrafficWire.write(function, live, root));
    }
}
