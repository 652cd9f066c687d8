package dev.fairlead.controlplane.api.functions;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Pages;
import dev.fairlead.controlplane.api.routes.Permission;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.functions.Functions;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.controlplane.store.functions.FunctionRecord;
import dev.fairlead.controlplane.store.versions.VersionStore;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.ids.FunctionId;
import dev.fairlead.model.wire.AliasResponse;
import dev.fairlead.model.wire.RollbackRequest;
import dev.fairlead.model.wire.VersionResponse;

import java.util.List;
import java.util.Optional;

/// What was released, and going back to it.
public final class VersionRoutes {
    private final Functions functions;
    private final VersionStore versions;

    public VersionRoutes(Functions functions, VersionStore versions) {
        this.functions = functions;
        this.versions = versions;
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
                        .needs(Permission.FUNCTIONS_WRITE)
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

    private FunctionRecord function(ApiRequest request) {
        return functions.get(
                request.caller().organization(), request.path("id", FunctionId::parse));
    }

    private Answer list(ApiRequest request) {
        FunctionRecord function = function(request);
        return Pages.answer(
                versions.list(
                        function.organization(),
                        function.id(),
                        Pages.after(request),
                        request.limit()),
                FunctionJson::version);
    }

    private Answer get(ApiRequest request) {
        FunctionRecord function = function(request);
        int number = request.path("number", VersionRoutes::number);
        return Answer.json(
                FunctionJson.version(versions.get(function.organization(), function.id(), number)));
    }

    /// What is no number is no version either.
    private static int number(String text) {
        return text.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(text) : 0;
    }

    private Answer aliases(ApiRequest request) {
        FunctionRecord function = function(request);
        var all = versions.aliases(function.organization(), function.id());
        return Pages.answer(new Page<>(all, Optional.empty()), FunctionJson::alias);
    }

    private Answer rollBack(ApiRequest request) {
        Optional<Integer> version =
                request.optionalBody(RollbackRequest.class)
                        .flatMap(body -> Optional.ofNullable(body.version()));
        return Answer.json(
                FunctionJson.alias(
                        functions.rollBack(
                                request.caller().organization(),
                                request.path("id", FunctionId::parse),
                                version)));
    }
}
