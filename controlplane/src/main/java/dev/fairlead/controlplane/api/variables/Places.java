package dev.fairlead.controlplane.api.variables;

import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Parameter;
import dev.fairlead.controlplane.control.access.Caller;
import dev.fairlead.controlplane.control.environments.Environments;
import dev.fairlead.controlplane.control.services.Services;
import dev.fairlead.controlplane.control.variables.ServiceVariables.Onlooker;
import dev.fairlead.controlplane.store.environments.Environment;
import dev.fairlead.controlplane.store.projects.Project;
import dev.fairlead.controlplane.store.projects.ProjectStore;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.controlplane.store.variables.VariablePlace;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.names.EnvironmentName;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;

import java.util.Optional;

/// Which variables a request means, and whether its caller may have them.
final class Places {
    private final ProjectStore projects;
    private final Environments environments;
    private final Services services;

    Places(ProjectStore projects, Environments environments, Services services) {
        this.projects = projects;
        this.environments = environments;
        this.services = services;
    }

    /// Where variables are set, and what of it has names.
    record Meant(
            VariablePlace place,
            Optional<Project> project,
            Optional<Environment> environment,
            Optional<ServiceRecord> service) {}

    static Parameter[] parameters() {
        return new Parameter[] {
            Parameter.string("project", "of this project; of the organization where none is named"),
            Parameter.string("environment", "of this environment of the project"),
            Parameter.string(
                    "function",
                    "of this function of the project, in the environment if one is named")
        };
    }

    static Parameter installation() {
        return Parameter.flag("installation", "of the installation; for administrators");
    }

    /// Throws `Rejected` unless the caller may `permission` there. What an environment with a list
    /// of deployers has is written and revealed by them alone.
    Meant of(ApiRequest request, Permission permission, boolean guarded) {
        Caller caller = request.caller();
        if (request.flag("installation")) {
            if (!caller.administrator()) {
                throw new Rejected(ErrorCode.FORBIDDEN, "this is for administrators");
            }
            return new Meant(
                    VariablePlace.INSTALLATION,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
        Optional<Project> project = project(request);
        if (project.isEmpty()) {
            if (request.query("environment").isPresent() || request.query("function").isPresent()) {
                throw Rejected.field("?project", "is needed besides an environment or a function");
            }
            if (!caller.access().everywhere(permission) && !caller.administrator()) {
                throw new Rejected(
                        ErrorCode.FORBIDDEN,
                        "the organization's variables need a role in all of it; name a ?project=");
            }
            return new Meant(
                    VariablePlace.of(caller.organization()),
                    project,
                    Optional.empty(),
                    Optional.empty());
        }
        Optional<Environment> environment = environment(request, project.get());
        Optional<ServiceRecord> service = service(request, project.get());
        if (guarded) {
            environment.ifPresent(one -> environments.mayDeploy(one, caller));
        }
        return new Meant(place(project.get(), environment, service), project, environment, service);
    }

    private static VariablePlace place(
            Project project, Optional<Environment> environment, Optional<ServiceRecord> service) {
        if (service.isPresent()) {
            return VariablePlace.of(
                    project.organization(), service.get().id(), environment.map(Environment::id));
        }
        return environment.isPresent()
                ? VariablePlace.of(project.organization(), environment.get().id())
                : VariablePlace.of(project.organization(), project.id());
    }

    private Optional<Project> project(ApiRequest request) {
        return request.query("project")
                .map(text -> ApiRequest.field("?project", text, ProjectName::new))
                .map(name -> project(request, name));
    }

    Project project(ApiRequest request, ProjectName name) {
        return projects.find(request.caller().organization(), name)
                .orElseThrow(() ->
                        new Rejected(ErrorCode.PROJECT_NOT_FOUND, "no project '" + name + "'"));
    }

    /// The project that has to be named.
    Project needed(ApiRequest request) {
        return project(request).orElseThrow(() -> Rejected.field("?project", "is needed"));
    }

    private Optional<Environment> environment(ApiRequest request, Project project) {
        return request.query("environment")
                .map(text -> ApiRequest.field("?environment", text, EnvironmentName::new))
                .map(name -> environments.of(project, name));
    }

    private Optional<ServiceRecord> service(ApiRequest request, Project project) {
        return request.query("function")
                .map(text -> ApiRequest.field("?function", text, ServiceName::new))
                .map(name ->
                        services.find(project.organization(), project.name(), name)
                                .orElseThrow(() ->
                                        new Rejected(
                                                ErrorCode.FUNCTION_NOT_FOUND,
                                                "no function '"
                                                        + name
                                                        + "' in "
                                                        + project.name())));
    }

    /// Who looks: in production where no environment is named.
    Onlooker onlooker(ApiRequest request) {
        Project project = needed(request);
        Environment environment =
                environment(request, project)
                        .orElseGet(() -> environments.of(project, EnvironmentName.PRODUCTION));
        return Onlooker.of(project, Optional.of(environment), service(request, project));
    }

    /// Whether a caller may release what is in an environment.
    boolean mayRelease(Caller caller, Environment environment) {
        boolean reaches =
                caller.administrator()
                        || caller.access()
                                .reach(Permission.FUNCTIONS_RELEASE)
                                .filter(some -> !some.contains(environment.projectId()))
                                .isEmpty();
        try {
            environments.mayDeploy(environment, caller);
            return reaches;
        } catch (Rejected e) {
            return false;
        }
    }
}
