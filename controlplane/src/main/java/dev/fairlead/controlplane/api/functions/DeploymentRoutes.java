package dev.fairlead.controlplane.api.functions;

import dev.fairlead.controlplane.api.deployments.DeploymentJson;
import dev.fairlead.controlplane.api.deployments.Overrides;
import dev.fairlead.controlplane.api.deployments.StrategyWire;
import dev.fairlead.controlplane.api.deployments.UpstreamWire;
import dev.fairlead.controlplane.api.deployments.Wishes;
import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiJson;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.EventStream;
import dev.fairlead.controlplane.api.routes.Pages;
import dev.fairlead.controlplane.api.routes.Parameter;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.builds.BuildLogs;
import dev.fairlead.controlplane.control.deployments.Deployments;
import dev.fairlead.controlplane.control.deployments.SourceStore;
import dev.fairlead.controlplane.control.environments.Environments;
import dev.fairlead.controlplane.control.services.Services;
import dev.fairlead.controlplane.store.builds.BuildLogStore.Line;
import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.controlplane.store.deployments.DeploymentStore;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.FieldError;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.functions.ServiceKind;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.wire.BuildLogLineJson;
import dev.fairlead.model.wire.DeploymentResponse;
import dev.fairlead.model.wire.ManifestFileJson;
import dev.fairlead.model.wire.ManifestJson;
import dev.fairlead.model.wire.UpstreamJson;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Upload source, and watch what becomes of it.
public final class DeploymentRoutes {
    private static final String MANIFEST = "application/vnd.fairlead.manifest+json";
    private static final String UPSTREAM = "application/vnd.fairlead.upstream+json";
    private static final long MOST_UPSTREAM_BYTES = 1L << 20;
    private static final long MOST_UPLOAD_BYTES = 64L << 20;
    private static final long MOST_MANIFEST_BYTES = 8L << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration LONGEST_FOLLOW = Duration.ofMinutes(30);

    private final Services services;
    private final Deployments deployments;
    private final DeploymentStore store;
    private final SourceStore sources;
    private final BuildLogs logs;
    private final Wishes wishes;
    private final ApiJson json;

    public DeploymentRoutes(
            Services services,
            Deployments deployments,
            DeploymentStore store,
            SourceStore sources,
            BuildLogs logs,
            Wishes wishes,
            ApiJson json) {
        this.services = services;
        this.deployments = deployments;
        this.store = store;
        this.sources = sources;
        this.logs = logs;
        this.wishes = wishes;
        this.json = json;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/functions/{id}/deployments")
                        .repeatable()
                        .named(
                                "deployFunction",
                                "Deploy a source file, an archive, a module, or of a proxy an"
                                        + " upstream; answers at once. The header"
                                        + " `Fairlead-Variables` (a JSON object of names and values"
                                        + " in base64url) sets variables for it alone.")
                        .needs(Permission.FUNCTIONS_WRITE)
                        .with(StrategyWire.parameters())
                        .with(
                                Parameter.string(
                                        "fileName",
                                        "what the bytes are called; says what they are"),
                                Parameter.string(
                                        "language", Language.words() + "; found by itself"),
                                Parameter.string(
                                        "manifest",
                                        "the SHA-256 of the manifest that was sent before, as lines"
                                                + " `HASH SIZE PATH`; the body is an archive of the"
                                                + " files that were missing"),
                                Parameter.flag(
                                        "allowSecrets", "files that look like secrets are meant"))
                        .takes(
                                new Shape.Bytes(
                                        List.of(
                                                "text/javascript",
                                                "application/typescript",
                                                "application/wasm",
                                                "application/zip",
                                                "application/x-tar",
                                                "application/gzip",
                                                "application/zstd",
                                                MANIFEST,
                                                UPSTREAM)))
                        .gives(202, Shape.json(DeploymentResponse.class))
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.FUNCTION_NOT_FOUND,
                                ErrorCode.BODY_TOO_LARGE,
                                ErrorCode.SOURCE_INVALID,
                                ErrorCode.ARCHIVE_REFUSED,
                                ErrorCode.SECRETS_IN_SOURCE,
                                ErrorCode.BLOBS_MISSING,
                                ErrorCode.HANDLER_MISSING,
                                ErrorCode.HANDLER_AMBIGUOUS,
                                ErrorCode.TOO_MANY_BUILDS,
                                ErrorCode.ENVIRONMENT_NOT_FOUND,
                                ErrorCode.VARIABLES_INVALID,
                                ErrorCode.ENVIRONMENT_PROTECTED,
                                ErrorCode.ENVIRONMENT_FROZEN,
                                ErrorCode.QUOTA_EXCEEDED)
                        .by(this::deploy),
                Route.get("/functions/{id}/deployments")
                        .named("listDeployments", "List a function's deployments, newest first.")
                        .needs(Permission.FUNCTIONS_READ)
                        .with(Parameter.string("environment", "only to this one"))
                        .paged()
                        .gives(200, Shape.page(DeploymentResponse.class))
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.FUNCTION_NOT_FOUND,
                                ErrorCode.CURSOR_MALFORMED)
                        .by(this::list),
                Route.get("/deployments/{id}")
                        .named("getDeployment", "Get a deployment.")
                        .needs(Permission.FUNCTIONS_READ)
                        .gives(200, Shape.json(DeploymentResponse.class))
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.DEPLOYMENT_NOT_FOUND)
                        .by(r -> Answer.json(DeploymentJson.deployment(get(r)))),
                Route.post("/deployments/{id}:approve")
                        .named(
                                "approveDeployment",
                                "Agree to a deployment that waits; its author cannot.")
                        .needs(Permission.FUNCTIONS_RELEASE)
                        .gives(200, Shape.json(DeploymentResponse.class))
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.DEPLOYMENT_NOT_FOUND,
                                ErrorCode.DEPLOYMENT_NOT_WAITING,
                                ErrorCode.ENVIRONMENT_PROTECTED)
                        .by(this::approve),
                Route.get("/deployments/{id}/log")
                        .named(
                                "followDeployment",
                                "The build's log as it happens; ends with an event `end` that"
                                        + " carries the deployment. Resumes after `Last-Event-ID`.")
                        .needs(Permission.FUNCTIONS_READ)
                        .gives(200, new Shape.Events(BuildLogLineJson.class))
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.DEPLOYMENT_NOT_FOUND)
                        .by(this::follow));
    }

    private Answer deploy(ApiRequest request) throws IOException {
        ServiceRecord function = function(request);
        Deployments.Wish wish =
                wishes.of(request, function, request.query("environment"), StrategyWire.of(request))
                        .with(Overrides.of(request));
        Environments.thawed(wish.environment());
        Optional<Language> language = request.query("language").map(FunctionRoutes::language);
        var contentType = request.exchange().header("content-type").orElse("");
        if ((function.kind() == ServiceKind.PROXY) != contentType.startsWith(UPSTREAM)) {
            throw new Rejected(
                    ErrorCode.MEDIA_TYPE_UNSUPPORTED,
                    "a proxy is deployed as " + UPSTREAM + ", and nothing else is");
        }
        if (function.kind() == ServiceKind.PROXY) {
            var upstream = UpstreamWire.read(request.body(UpstreamJson.class, MOST_UPSTREAM_BYTES));
            return accepted(deployments.submit(function, upstream, wish));
        }
        boolean manifest = contentType.startsWith(MANIFEST);
        String fileName =
                request.query("fileName").orElseGet(() -> manifest ? "" : fileName(contentType));
        var upload =
                new SourceStore.Upload(
                        function.organization(),
                        function.kind(),
                        fileName,
                        language,
                        request.flag("allowSecrets"));
        SourceStore.Accepted source =
                manifest || request.query("manifest").isPresent()
                        ? assembled(request, upload)
                        : FunctionRoutes.refusals(() ->
                                sources.accept(upload, request.exchange().body(MOST_UPLOAD_BYTES)));
        return accepted(deployments.submit(function, source, wish));
    }

    private static Answer accepted(Deployment made) {
        return Answer.json(
                DeploymentJson.deployment(made),
                new Header("location", "/api/v1/deployments/" + made.id()));
    }

    private SourceStore.Accepted assembled(ApiRequest request, SourceStore.Upload upload)
            throws IOException {
        Optional<ContentHash> known = request.query("manifest").map(ContentHash::new);
        SourceStore.Assembled assembled =
                known.isPresent()
                        ? FunctionRoutes.refusals(() ->
                                sources.complete(
                                        upload,
                                        known.get(),
                                        request.exchange().body(MOST_UPLOAD_BYTES)))
                        : assembled(request.body(ManifestJson.class, MOST_MANIFEST_BYTES), upload);
        return switch (assembled) {
            case SourceStore.Accepted accepted -> accepted;
            case SourceStore.Missing(List<Integer> files) ->
                    throw new Rejected(
                            ErrorCode.BLOBS_MISSING,
                            files.isEmpty()
                                    ? "the manifest is not here any more; send it again"
                                    : "send an archive of the files in `errors`",
                            files.stream()
                                    .map(i -> new FieldError("/files/" + i, "not here"))
                                    .toList());
        };
    }

    private SourceStore.Assembled assembled(ManifestJson manifest, SourceStore.Upload upload)
            throws IOException {
        return FunctionRoutes.refusals(() -> sources.assemble(upload, files(manifest)));
    }

    private static List<ManifestFileJson> files(ManifestJson manifest) {
        List<ManifestFileJson> files = manifest.files();
        if (files == null) {
            throw Rejected.field("/files", "is needed");
        }
        for (int i = 0; i < files.size(); i++) {
            ManifestFileJson file = files.get(i);
            if (file == null || file.path() == null) {
                throw Rejected.field("/files/" + i + "/path", "is needed");
            }
            ApiRequest.field("/files/" + i + "/hash", file.hash(), ContentHash::new);
        }
        return files;
    }

    private static String fileName(String contentType) {
        return switch (contentType.split(";", 2)[0].strip()) {
            case "text/javascript", "application/javascript" -> "index.js";
            case "application/typescript" -> "index.ts";
            case "application/wasm" -> "module.wasm";
            case "application/zip" -> "source.zip";
            case "application/x-tar" -> "source.tar";
            case "application/gzip", "application/x-gzip" -> "source.tar.gz";
            case "application/zstd" -> "source.tar.zst";
            default ->
                    throw new Rejected(
                            ErrorCode.MEDIA_TYPE_UNSUPPORTED,
                            "say what it is: ?fileName=, or a Content-Type of JavaScript, wasm,"
                                    + " zip, tar, gzip or zstd");
        };
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
                        request.query("environment")
                                .map(name -> wishes.environment(function, Optional.of(name)).id()),
                        Pages.after(request),
                        request.limit()),
                DeploymentJson::deployment);
    }

    private Deployment get(ApiRequest request) {
        DeploymentId id = request.path("id", DeploymentId::parse);
        return store.find(request.caller().organization(), id)
                .orElseThrow(
                        () -> new Rejected(ErrorCode.DEPLOYMENT_NOT_FOUND, "no deployment " + id));
    }

    private Answer approve(ApiRequest request) {
        Deployment deployment = get(request);
        wishes.mayApprove(request, deployment);
        return Answer.json(
                DeploymentJson.deployment(deployments.approve(deployment, request.caller().id())));
    }

    private Answer follow(ApiRequest request) throws IOException, InterruptedException {
        Deployment deployment = get(request);
        long reached = lastEvent(request);
        long end = System.nanoTime() + LONGEST_FOLLOW.toNanos();
        try (var events = new EventStream(request.exchange(), json)) {
            while (!events.closed() && System.nanoTime() < end) {
                boolean ended = rests(deployment);
                List<Line> lines =
                        logs.read(deployment.organization(), deployment.id(), reached, PATIENCE);
                for (Line line : lines) {
                    reached = line.number();
                    var data = new BuildLogLineJson(line.number(), line.at(), line.text());
                    events.send("", Long.toString(reached), data);
                }
                if (lines.isEmpty()) {
                    if (ended) {
                        events.send(
                                "end",
                                Long.toString(reached),
                                DeploymentJson.deployment(deployment));
                        break;
                    }
                    events.ping();
                    deployment = get(request);
                } else if (!ended) {
                    deployment = get(request);
                }
            }
        }
        return new Answer.Taken(request.exchange());
    }

    /// Whether nothing more is to be told until somebody approves it, or a rollout goes on.
    private static boolean rests(Deployment deployment) {
        return switch (deployment.state()) {
            case PENDING, BUILDING, PREPARING, CHECKING, SWITCHING -> false;
            case WAITING, ROLLING_OUT, ACTIVE, SUPERSEDED, FAILED, CANCELLED -> true;
        };
    }

    private static long lastEvent(ApiRequest request) {
        try {
            return request.exchange().header("last-event-id").map(Long::parseLong).orElse(0L);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
