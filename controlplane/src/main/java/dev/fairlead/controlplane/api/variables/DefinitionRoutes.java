package dev.fairlead.controlplane.api.variables;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Pages;
import dev.fairlead.controlplane.api.routes.Parameter;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.environments.Environments;
import dev.fairlead.controlplane.control.services.Services;
import dev.fairlead.controlplane.control.variables.Definitions;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.controlplane.store.projects.Project;
import dev.fairlead.controlplane.store.projects.ProjectStore;
import dev.fairlead.controlplane.store.variables.Definition;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.variables.VariableName;
import dev.fairlead.model.wire.PutDefinitionsRequest;
import dev.fairlead.model.wire.VariableDefinitionJson;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a project's services expect of variables.
public final class DefinitionRoutes {
    private static final long MOST_BYTES = 1L << 20;

    private final Places places;
    private final Definitions definitions;

    public DefinitionRoutes(
            ProjectStore projects,
            Environments environments,
            Services services,
            Definitions definitions) {
        this.places = new Places(projects, environments, services);
        this.definitions = definitions;
    }

    public List<Route> routes() {
        return List.of(
                failing(Route.get("/variable-definitions"))
                        .named(
                                "listVariableDefinitions",
                                "List what a project's functions expect of variables.")
                        .needs(Permission.VARIABLES_READ)
                        .gives(200, Shape.page(VariableDefinitionJson.class))
                        .by(this::list),
                failing(Route.put("/variable-definitions"))
                        .named(
                                "putVariableDefinitions",
                                "Write definitions: those of another project, single ones, or both."
                                        + " Others stay. The next release has to meet them.")
                        .needs(Permission.VARIABLES_WRITE)
                        .takes(Shape.json(PutDefinitionsRequest.class))
                        .gives(200, Shape.page(VariableDefinitionJson.class))
                        .by(this::put),
                failing(Route.delete("/variable-definitions/{name}"))
                        .named("removeVariableDefinition", "Remove a definition.")
                        .needs(Permission.VARIABLES_WRITE)
                        .gives(204, Shape.NOTHING)
                        .by(this::remove));
    }

    private static Route.Builder failing(Route.Builder route) {
        return route.with(Parameter.string("project", "whose definitions"))
                .fails(
                        ErrorCode.MALFORMED_JSON,
                        ErrorCode.PROJECT_NOT_FOUND,
                        ErrorCode.DEFINITION_NOT_FOUND);
    }

    private static Answer answer(List<Definition> all) {
        return Pages.answer(new Page<>(all, Optional.empty()), VariableJson::definition);
    }

    private Answer list(ApiRequest request) {
        return answer(definitions.list(places.needed(request)));
    }

    private Answer put(ApiRequest request) {
        Project project = places.needed(request);
        PutDefinitionsRequest body = request.body(PutDefinitionsRequest.class, MOST_BYTES);
        List<@Nullable VariableDefinitionJson> wanted =
                body.definitions() == null ? List.of() : body.definitions();
        var all = new ArrayList<Definition>();
        if (body.from() != null) {
            ProjectName from = ApiRequest.field("/from", body.from(), ProjectName::new);
            all.addAll(definitions.list(places.project(request, from)));
        }
        for (int i = 0; i < wanted.size(); i++) {
            all.add(VariableJson.definition("/definitions/" + i, wanted.get(i)));
        }
        return answer(definitions.put(project, all));
    }

    private Answer remove(ApiRequest request) {
        definitions.remove(places.needed(request), request.path("name", VariableName::new));
        return Answer.NOTHING;
    }
}
