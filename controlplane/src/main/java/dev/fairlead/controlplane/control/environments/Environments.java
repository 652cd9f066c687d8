package dev.fairlead.controlplane.control.environments;

import dev.fairlead.controlplane.control.access.Caller;
import dev.fairlead.controlplane.control.routes.PublishedRoutes;
import dev.fairlead.controlplane.store.environments.Environment;
import dev.fairlead.controlplane.store.environments.EnvironmentStore;
import dev.fairlead.controlplane.store.projects.Project;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.EnvironmentId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.names.AliasName;
import dev.fairlead.model.names.EnvironmentName;

import java.util.List;
import java.util.Optional;

/// Use cases of environments.
public final class Environments {
    private static final int MOST = 200;

    private final EnvironmentStore store;
    private final PublishedRoutes routes;

    public Environments(EnvironmentStore store, PublishedRoutes routes) {
        this.store = store;
        this.routes = routes;
    }

    /// Refuses a name that addresses could take for an alias.
    public Environment create(Project project, EnvironmentName name, EnvironmentStore.Wish wish) {
        if (name.text().equals("live") || name.text().equals("next")) {
            throw Rejected.field("/name", "'" + name + "' is an alias of every environment");
        }
        if (store.count(project.organization(), project.id()) >= MOST) {
            throw Rejected.field("/name", "a project has at most " + MOST + " environments");
        }
        return store.create(project.organization(), project.id(), name, wish);
    }

    public Environment get(OrganizationId organization, EnvironmentId id) {
        return store.find(organization, id).orElseThrow(() -> missing(id.toString()));
    }

    /// An environment of a service's project.
    public Environment of(ServiceRecord service, EnvironmentName name) {
        return store.find(service.organization(), service.projectId(), name)
                .orElseThrow(
                        () -> missing("'" + name + "' in project '" + service.project() + "'"));
    }

    /// Those of a service's project.
    public List<Environment> all(ServiceRecord service) {
        return store.list(service.organization(), Optional.of(service.project()));
    }

    public Environment of(Project project, EnvironmentName name) {
        return store.find(project.organization(), project.id(), name)
                .orElseThrow(() -> missing("'" + name + "' in project '" + project.name() + "'"));
    }

    private static Rejected missing(String what) {
        return new Rejected(ErrorCode.ENVIRONMENT_NOT_FOUND, "no environment " + what);
    }

    /// Refused where it changed since it was seen.
    public Environment update(Environment seen, EnvironmentStore.Wish wish) {
        return store.update(seen, wish)
                .orElseThrow(() ->
                        new Rejected(
                                ErrorCode.REVISION_CONFLICT,
                                "the environment changed since; look again and repeat"));
    }

    public Environment freeze(Environment environment, Optional<String> reason) {
        return store.freeze(environment, reason)
                .orElseThrow(() -> missing(environment.id().toString()));
    }

    /// What answered there answers no more when this returns. Production stays.
    public void delete(Environment environment) {
        if (environment.production()) {
            throw new Rejected(ErrorCode.ENVIRONMENT_IN_USE, "every project has 'production'");
        }
        store.delete(environment)
                .orElseThrow(() -> missing(environment.id().toString()))
                .forEach(routes::refresh);
    }

    /// Refuses what would release something to a frozen environment.
    public static void thawed(Environment environment) {
        environment
                .freeze()
                .ifPresent(freeze -> {
                    throw new Rejected(
                            ErrorCode.ENVIRONMENT_FROZEN,
                            "'"
                                    + environment.name()
                                    + "' is frozen since "
                                    + freeze.since()
                                    + ": "
                                    + freeze.reason());
                });
    }

    /// Refuses a caller whom the environment does not list. Who manages members may always.
    public void mayDeploy(Environment environment, Caller caller) {
        if (environment.protection().deployers().isEmpty()
                || caller.administrator()
                || caller.access().everywhere(Permission.MEMBERS_WRITE)) {
            return;
        }
        boolean listed = caller.user().filter(user -> store.lists(environment, user)).isPresent();
        if (!listed) {
            throw new Rejected(
                    ErrorCode.ENVIRONMENT_PROTECTED,
                    "only who is listed may deploy to '" + environment.name() + "'");
        }
    }

    /// Refuses an alias of production whose address would be that of an environment.
    public void free(ServiceRecord service, Environment environment, AliasName alias) {
        List<EnvironmentName> taken = all(service).stream().map(Environment::name).toList();
        if (environment.production() && taken.contains(new EnvironmentName(alias.text()))) {
            throw Rejected.field("alias", "there is an environment '" + alias + "'");
        }
    }
}
