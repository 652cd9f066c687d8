package dev.fairlead.controlplane.api.variables;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Pages;
import dev.fairlead.controlplane.api.routes.Parameter;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.changes.VariableReleases;
import dev.fairlead.controlplane.control.environments.Environments;
import dev.fairlead.controlplane.control.services.Services;
import dev.fairlead.controlplane.control.variables.ServiceVariables;
import dev.fairlead.controlplane.control.variables.Variables;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.controlplane.store.projects.Project;
import dev.fairlead.controlplane.store.projects.ProjectStore;
import dev.fairlead.controlplane.store.variables.Variable;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.variables.Seen;
import dev.fairlead.model.variables.VariableName;
import dev.fairlead.model.wire.ChangeVariablesRequest;
import dev.fairlead.model.wire.EffectiveVariablesResponse;
import dev.fairlead.model.wire.RevealedVariableResponse;
import dev.fairlead.model.wire.RotateVariableRequest;
import dev.fairlead.model.wire.ScopedVariableResponse;
import dev.fairlead.model.wire.VariableReleaseJson;
import dev.fairlead.model.wire.VariableWishJson;
import dev.fairlead.model.wire.VariablesResponse;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Variables of every scope: listed, changed, rotated, revealed; and what a service sees of them.
public final class VariableRoutes {
    private static final long MOST_BYTES = 8L << 20;
    private static final int MOST_AT_ONCE = 200;

    private final Places places;
    private final Variables variables;
    private final ServiceVariables seen;
    private final VariableReleases releases;

    public VariableRoutes(
            ProjectStore projects,
            Environments environments,
            Services services,
            Variables variables,
            ServiceVariables seen,
            VariableReleases releases) {
        this.places = new Places(projects, environments, services);
        this.variables = variables;
        this.seen = seen;
        this.releases = releases;
    }

    public List<Route> routes() {
        return List.of(
                failing(Route.get("/variables"))
                        .named(
                                "listVariables",
                                "List the variables that are set at one scope; of secrets the"
                                        + " names.")
                        .needs(Permission.VARIABLES_READ)
                        .with(Places.installation())
                        .gives(200, Shape.page(ScopedVariableResponse.class))
                        .by(this::list),
                failing(Route.patch("/variables"))
                        .named(
                                "changeVariables",
                                "Set and remove variables at one scope, and release what is live"
                                        + " and sees them. Nothing is built.")
                        .needs(Permission.VARIABLES_WRITE)
                        .with(Places.installation())
                        .takes(Shape.json(ChangeVariablesRequest.class))
                        .gives(200, Shape.json(VariablesResponse.class))
                        .by(this::change),
                failing(Route.post("/variables/{name}:rotate"))
                        .named(
                                "rotateVariable",
                                "Set another value; for a while the one before is given, too, as"
                                        + " `NAME_PREVIOUS`.")
                        .needs(Permission.VARIABLES_WRITE)
                        .with(Places.installation())
                        .takes(Shape.json(RotateVariableRequest.class))
                        .gives(200, Shape.json(VariablesResponse.class))
                        .by(this::rotate),
                failing(Route.post("/variables/{name}:reveal"))
                        .named(
                                "revealVariable",
                                "Tell a secret, as it was written. Each look is in the audit log.")
                        .needs(Permission.VARIABLES_REVEAL)
                        .with(Places.installation())
                        .gives(200, Shape.json(RevealedVariableResponse.class))
                        .by(this::reveal),
                failing(Route.get("/effective-variables"))
                        .named(
                                "listEffectiveVariables",
                                "What a function, an environment or a project sees of all scopes:"
                                        + " each value, where it comes from, and what it hides.")
                        .needs(Permission.VARIABLES_READ)
                        .with(Parameter.string("seen", "by what: run, if left out, or build"))
                        .gives(200, Shape.json(EffectiveVariablesResponse.class))
                        .by(this::effective));
    }

    private static Route.Builder failing(Route.Builder route) {
        return route.with(Places.parameters())
                .fails(
                        ErrorCode.MALFORMED_JSON,
                        ErrorCode.PROJECT_NOT_FOUND,
                        ErrorCode.ENVIRONMENT_NOT_FOUND,
                        ErrorCode.ENVIRONMENT_PROTECTED,
                        ErrorCode.FUNCTION_NOT_FOUND,
                        ErrorCode.VARIABLE_NOT_FOUND,
                        ErrorCode.VARIABLES_INVALID,
                        ErrorCode.REVISION_CONFLICT);
    }

    private Answer list(ApiRequest request) {
        List<Variable> all =
                variables.list(places.of(request, Permission.VARIABLES_READ, false).place());
        return Pages.answer(new Page<>(all, Optional.empty()), VariableJson::variable);
    }

    private Answer change(ApiRequest request) {
        Places.Meant meant = places.of(request, Permission.VARIABLES_WRITE, true);
        ChangeVariablesRequest body = request.body(ChangeVariablesRequest.class, MOST_BYTES);
        List<@Nullable VariableWishJson> set = body.set() == null ? List.of() : body.set();
        List<@Nullable String> remove = body.remove() == null ? List.of() : body.remove();
        var wishes = new ArrayList<Variables.Wish>();
        var removed = new LinkedHashSet<VariableName>();
        var names = new LinkedHashSet<VariableName>();
        for (int i = 0; i < set.size(); i++) {
            Variables.Wish wish = VariableJson.wish("/set/" + i, set.get(i));
            wishes.add(wish);
            if (!names.add(wish.name())) {
                throw Rejected.field("/set/" + i + "/name", "is there twice");
            }
        }
        for (int i = 0; i < remove.size(); i++) {
            var name = ApiRequest.field("/remove/" + i, remove.get(i), VariableName::new);
            if (!removed.add(name) || names.contains(name)) {
                throw Rejected.field("/remove/" + i, "is there twice");
            }
        }
        if (wishes.size() + removed.size() > MOST_AT_ONCE) {
            throw Rejected.field("/set", "at most " + MOST_AT_ONCE + " at once");
        }
        List<Variable> now =
                variables.change(
                        meant.place(),
                        meant.project().map(Project::id),
                        wishes,
                        List.copyOf(removed));
        return answer(now, released(request, meant, body.release()));
    }

    private static Answer answer(List<Variable> now, List<VariableReleaseJson> released) {
        return Answer.json(
                new VariablesResponse(now.stream().map(VariableJson::variable).toList(), released));
    }

    private List<VariableReleaseJson> released(
            ApiRequest request, Places.Meant meant, @Nullable Boolean wanted) {
        if (Boolean.FALSE.equals(wanted)) {
            return List.of();
        }
        var author =
                new VariableReleases.Author(
                        request.caller().id(),
                        environment -> places.mayRelease(request.caller(), environment));
        return releases.release(meant.place(), author).stream().map(VariableJson::release).toList();
    }

    private Answer rotate(ApiRequest request) {
        Places.Meant meant = places.of(request, Permission.VARIABLES_WRITE, true);
        RotateVariableRequest body = request.body(RotateVariableRequest.class);
        String value = body.value();
        if (value == null) {
            throw Rejected.field("/value", "is needed");
        }
        var wish =
                new Variables.Wish(
                        request.path("name", VariableName::new),
                        value,
                        Optional.empty(),
                        Optional.empty(),
                        request.ifMatch());
        variables.rotate(
                meant.place(),
                meant.project().map(Project::id),
                wish,
                Duration.ofSeconds(body.overlapSeconds() == null ? 0 : body.overlapSeconds()));
        return answer(variables.list(meant.place()), released(request, meant, body.release()));
    }

    private Answer reveal(ApiRequest request) {
        Places.Meant meant = places.of(request, Permission.VARIABLES_REVEAL, true);
        VariableName name = request.path("name", VariableName::new);
        return Answer.json(
                new RevealedVariableResponse(name.text(), variables.reveal(meant.place(), name)));
    }

    private Answer effective(ApiRequest request) {
        Seen from =
                request.query("seen")
                        .map(text -> VariableJson.seen("?seen", text))
                        .orElse(Seen.RUN);
        ServiceVariables.View view = seen.view(places.onlooker(request), from, Map.of());
        return Answer.json(
                new EffectiveVariablesResponse(
                        view.variables().stream().map(VariableJson::effective).toList(),
                        VariableJson.problems(view.problems())));
    }
}
