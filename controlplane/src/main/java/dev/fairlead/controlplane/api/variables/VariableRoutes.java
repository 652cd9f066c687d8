package dev.fairlead.controlplane.api.variables;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Pages;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.services.Services;
import dev.fairlead.controlplane.control.variables.Variables;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.controlplane.store.variables.Variable;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.variables.VariableName;
import dev.fairlead.model.variables.VariableScope;
import dev.fairlead.model.wire.SetVariableRequest;
import dev.fairlead.model.wire.VariableResponse;

import java.util.List;
import java.util.Optional;

/// Variables that a function's builds see.
public final class VariableRoutes {
    private final Services services;
    private final Variables variables;

    public VariableRoutes(Services services, Variables variables) {
        this.services = services;
        this.variables = variables;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/functions/{id}/build-variables")
                        .named(
                                "listBuildVariables",
                                "List the variables that a function's builds see; of secrets the"
                                        + " names.")
                        .needs(Permission.FUNCTIONS_READ)
                        .gives(200, Shape.page(VariableResponse.class))
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.FUNCTION_NOT_FOUND)
                        .by(this::list),
                Route.put("/functions/{id}/build-variables/{name}")
                        .named(
                                "setBuildVariable",
                                "Set a variable for the builds to come. A secret is a file below"
                                        + " /run/secrets in a build's steps, anything else an"
                                        + " environment variable.")
                        .needs(Permission.FUNCTIONS_WRITE)
                        .takes(Shape.json(SetVariableRequest.class))
                        .gives(200, Shape.json(VariableResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.FUNCTION_NOT_FOUND)
                        .by(this::set),
                Route.delete("/functions/{id}/build-variables/{name}")
                        .named("removeBuildVariable", "Remove a variable.")
                        .needs(Permission.FUNCTIONS_WRITE)
                        .gives(204, Shape.NOTHING)
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.FUNCTION_NOT_FOUND,
                                ErrorCode.VARIABLE_NOT_FOUND)
                        .by(this::remove));
    }

    private ServiceRecord function(ApiRequest request) {
        return services.get(request.caller().organization(), request.path("id", ServiceId::parse));
    }

    private Answer list(ApiRequest request) {
        ServiceRecord function = function(request);
        var all = variables.list(function.organization(), function.id());
        return Pages.answer(new Page<>(all, Optional.empty()), VariableRoutes::json);
    }

    private Answer set(ApiRequest request) {
        ServiceRecord function = function(request);
        VariableName name = request.path("name", VariableName::new);
        SetVariableRequest body = request.body(SetVariableRequest.class);
        String value = body.value();
        if (value == null) {
            throw Rejected.field("/value", "is needed");
        }
        boolean secret = Boolean.TRUE.equals(body.secret());
        return Answer.json(
                json(variables.set(function.organization(), function.id(), name, value, secret)));
    }

    private Answer remove(ApiRequest request) {
        ServiceRecord function = function(request);
        variables.remove(
                function.organization(), function.id(), request.path("name", VariableName::new));
        return Answer.NOTHING;
    }

    private static VariableResponse json(Variable variable) {
        return new VariableResponse(
                variable.name().text(),
                VariableScope.BUILD.word(),
                variable.secret(),
                variable.value().isPresent() ? variable.value().get() : null,
                variable.updatedAt());
    }
}
