package dev.fairlead.controlplane.api.functions;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Pages;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.builds.Toolchain;
import dev.fairlead.controlplane.control.services.Services;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.controlplane.store.services.ServiceRecord;
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
import dev.fairlead.model.wire.AliasResponse;
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
    private final Toolchain toolchain;

    public VersionRoutes(Services services, VersionStore versions, Toolchain toolchain) {
        this.services = services;
        this.versions = versions;
        this.toolchain = toolchain;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/functions/{id}/versions")
                        .named("listVersions", "List a function's versions, newest first.")
                        .needs(Permission.FUNCTIONS_READ)
                        .paged()
                        .gives(200, Shape.page(VersionResponse.class))
                        .fails(
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
                Route.get("/functions/{id}/aliases")
                        .named("listAliases", "List a function's aliases.")
                        .needs(Permission.FUNCTIONS_READ)
                        .gives(200, Shape.page(AliasResponse.class))
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.FUNCTION_NOT_FOUND)
                        .by(this::aliases),
                Route.post("/functions/{id}:rollback")
                        .named(
                                "rollBackFunction",
                                "Make an earlier version live; without `version`, the one before.")
                        .needs(Permission.FUNCTIONS_RELEASE)
                        .takes(Shape.json(RollbackRequest.class))
                        .gives(200, Shape.json(AliasResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.FUNCTION_NOT_FOUND,
                                ErrorCode.VERSION_NOT_FOUND,
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
                        Pages.after(request),
                        request.limit()),
                FunctionJson::version);
    }

    private Version version(ApiRequest request) {
        ServiceRecord function = function(request);
        int number = request.path("number", VersionRoutes::number);
        return versions.get(function.organization(), function.id(), number);
    }

    private Answer get(ApiRequest request) {
        return Answer.json(FunctionJson.version(version(request)));
    }

    /// Verified before the first byte leaves: a damaged one is not handed out.
    private Answer artifact(ApiRequest request) throws IOException, InterruptedException {
        ContentHash hash = version(request).artifact();
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

    private Answer aliases(ApiRequest request) {
        ServiceRecord function = function(request);
        var all = versions.aliases(function.organization(), function.id());
        return Pages.answer(new Page<>(all, Optional.empty()), FunctionJson::alias);
    }

    private Answer rollBack(ApiRequest request) {
        Optional<Integer> version =
                request.optionalBody(RollbackRequest.class)
                        .flatMap(body -> Optional.ofNullable(body.version()));
        return Answer.json(
                FunctionJson.alias(
                        services.rollBack(
                                request.caller().organization(),
                                request.path("id", ServiceId::parse),
                                version)));
    }
}
