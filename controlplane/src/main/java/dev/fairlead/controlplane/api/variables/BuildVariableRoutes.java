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
import dev.fairlead.controlplane.store.variables.VariablePlace;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.variables.Seen;
import dev.fairlead.model.variables.VariableName;
import dev.fairlead.model.wire.SetVariableRequest;
import dev.fairlead.model.wire.VariableResponse;

import java.util.List;
import java.util.Optional;

/// Variables that a function's builds see.
public final class BuildVariableRoutes {
    private final Services services;
    private final Variables variables;

    public BuildVariableRoutes(Services services, Variables variables) {
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
                                ErrorCode.VARIABLES_INVALID,
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

    private static VariablePlace place(ServiceRecord function) {
        return VariablePlace.of(function.organization(), function.id(), Optional.empty());
    }

    private Answer list(ApiRequest request) {
        var all =
                variables.list(place(function(request))).stream()
                        .filter(one -> one.seen().from(Seen.BUILD))
                        .toList();
        return Pages.answer(new Page<>(all, Optional.empty()), BuildVariableRoutes::json);
    }

    private Answer set(ApiRequest request) {
        ServiceRecord function = function(request);
        VariableName name = request.path("name", VariableName::new);
        SetVariableRequest body = request.body(SetVariableRequest.class);
        String value = body.value();
        if (value == null) {
            throw Rejected.field("/value", "is needed");
        }
        VariablePlace place = place(function);
        // What runs and sees it already goes on to.
        Seen seen =
                variables.find(place, name).filter(one -> one.seen() != Seen.BUILD).isPresent()
                        ? Seen.BOTH
                        : Seen.BUILD;
        var wish =
                new Variables.Wish(
                        name,
                        value,
                        Optional.of(Boolean.TRUE.equals(body.secret())),
                        Optional.of(seen),
                        Optional.empty());
        variables.change(place, Optional.of(function.projectId()), List.of(wish), List.of());
        return Answer.json(
                json(
                        variables
                                .find(place, name)
                                .orElseThrow(() ->
                                        new Rejected(
                                                ErrorCode.VARIABLE_NOT_FOUND,
                                                "it was removed meanwhile"))));
    }

    private Answer remove(ApiRequest request) {
        VariablePlace place = place(function(request));
        VariableName name = request.path("name", VariableName::new);
        if (variables.find(place, name).filter(one -> one.seen().from(Seen.BUILD)).isEmpty()) {
            throw new Rejected(
                    ErrorCode.VARIABLE_NOT_FOUND, "the function has no build variable " + name);
        }
        variables.change(place, Optional.empty(), List.of(), List.of(name));
        return Answer.NOTHING;
    }

    private static VariableResponse json(Variable variable) {
        return new VariableResponse(
                variable.name().text(),
                Seen.BUILD.word(),
                variable.secret(),
                variable.value().isPresent() ? variable.value().get() : null,
                variable.updatedAt());
    }
}
