package dev.fairlead.controlplane.control.changes;

import dev.fairlead.controlplane.control.deployments.Deployments;
import dev.fairlead.controlplane.control.routes.PublishedRoutes;
import dev.fairlead.controlplane.control.variables.Configurations;
import dev.fairlead.controlplane.control.variables.ServiceVariables;
import dev.fairlead.controlplane.store.Cursor;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.controlplane.store.environments.Environment;
import dev.fairlead.controlplane.store.environments.EnvironmentStore;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.controlplane.store.services.ServiceStore;
import dev.fairlead.controlplane.store.variables.VariablePlace;
import dev.fairlead.controlplane.store.versions.Alias;
import dev.fairlead.controlplane.store.versions.TrafficStore;
import dev.fairlead.controlplane.store.versions.Version;
import dev.fairlead.controlplane.store.versions.VersionStore;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.FieldError;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.names.AliasName;
import dev.fairlead.model.variables.Seen;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Releases what is live again with the variables that it sees by now. Nothing is built.
public final class VariableReleases {
    private static final AliasName LIVE = new AliasName("live");
    private static final int PAGE = 200;

    private final Stores stores;
    private final ServiceVariables variables;
    private final Configurations configurations;
    private final Deployments deployments;
    private final PublishedRoutes routes;

    /// What it reads and writes.
    public record Stores(
            ServiceStore services,
            EnvironmentStore environments,
            VersionStore versions,
            TrafficStore traffic) {}

    public VariableReleases(
            Stores stores,
            ServiceVariables variables,
            Configurations configurations,
            Deployments deployments,
            PublishedRoutes routes) {
        this.stores = stores;
        this.variables = variables;
        this.configurations = configurations;
        this.deployments = deployments;
        this.routes = routes;
    }

    /// What became of one service in one environment.
    public record Outcome(ServiceRecord service, Environment environment, What what) {}

    /// What a change of variables did to what is live.
    public sealed interface What {
        /// It runs with them as this version.
        record Released(int version) implements What {}

        /// It will, once enough people agree.
        record Waiting(DeploymentId deployment) implements What {}

        /// It goes on with the old ones until somebody releases it; says why.
        record Kept(String reason) implements What {}

        /// It goes on with the old ones, for the new ones are not as they have to be.
        record Refused(List<FieldError> problems) implements What {
            public Refused {
                problems = List.copyOf(problems);
            }
        }
    }

    /// On whose behalf: where they may release, and what they are called.
    public record Author(String id, Predicate<Environment> mayRelease) {}

    /// Releases everything live that sees a place's variables and that they change. What is set for
    /// the whole installation comes with each service's next release.
    public List<Outcome> release(VariablePlace place, Author author) {
        var outcomes = new ArrayList<Outcome>();
        each(
                place,
                service ->
                        stores.environments
                                .list(service.organization(), Optional.of(service.project()))
                                .forEach(environment ->
                                        release(service, environment, author)
                                                .map(what ->
                                                        new Outcome(service, environment, what))
                                                .ifPresent(outcomes::add)));
        return outcomes;
    }

    private void each(VariablePlace place, Consumer<ServiceRecord> work) {
        if (place.organization().isEmpty()) {
            return;
        }
        OrganizationId organization = place.organization().get();
        if (place.service().isPresent()) {
            stores.services.find(organization, place.service().get()).ifPresent(work);
            return;
        }
        Optional<ProjectId> project =
                place.environment()
                        .flatMap(id -> stores.environments.find(organization, id))
                        .map(Environment::projectId)
                        .or(place::project);
        Optional<UUID> after = Optional.empty();
        do {
            Page<ServiceRecord> page =
                    stores.services.list(
                            organization, Optional.empty(), Optional.empty(), after, PAGE);
            page.items().stream()
                    .filter(one -> project.filter(id -> !id.equals(one.projectId())).isEmpty())
                    .forEach(work);
            after = page.next().map(Cursor::last);
        } while (after.isPresent());
    }

    /// Empty where nothing is live, or nothing changes.
    private Optional<What> release(ServiceRecord service, Environment environment, Author author) {
        Optional<Alias> live =
                stores.versions.alias(service.organization(), service.id(), environment.id(), LIVE);
        if (live.isEmpty()) {
            return Optional.empty();
        }
        Version version =
                stores.versions.get(service.organization(), service.id(), live.get().version());
        Map<String, String> overrides = configurations.overrides(version);
        ServiceVariables.View view =
                variables.view(
                        ServiceVariables.Onlooker.of(service, environment.id(), environment.name()),
                        Seen.RUN,
                        overrides);
        if (!view.problems().isEmpty()) {
            return Optional.of(new What.Refused(view.problems()));
        }
        if (configurations.renewed(version, view, version.deployment()).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(release(service, environment, live.get(), view, author));
    }

    private What release(
            ServiceRecord service,
            Environment environment,
            Alias live,
            ServiceVariables.View view,
            Author author) {
        if (environment.freeze().isPresent()) {
            return new What.Kept("the environment is frozen");
        }
        if (!author.mayRelease().test(environment)) {
            return new What.Kept("you may not deploy to this environment");
        }
        if (live.rollout().isPresent()) {
            return new What.Kept("a rollout is under way");
        }
        if (environment.protection().approvals() > 0) {
            return waiting(service, environment, live, author);
        }
        var place =
                new TrafficStore.Place(
                        service.organization(), service.id(), environment.id(), LIVE);
        Map<Integer, Integer> made =
                stores.traffic.reconfigure(
                        place,
                        (old, fresh) -> configurations.renewed(old, view, fresh),
                        author.id());
        routes.refresh(service.id());
        return made.containsKey(live.version())
                ? new What.Released(made.getOrDefault(live.version(), live.version()))
                : new What.Kept("something else was released meanwhile");
    }

    private What waiting(
            ServiceRecord service, Environment environment, Alias live, Author author) {
        Version version = stores.versions.get(service.organization(), service.id(), live.version());
        var wish =
                new Deployments.Wish(
                        environment,
                        Optional.empty(),
                        author.id(),
                        configurations.overrides(version));
        try {
            return new What.Waiting(deployments.renew(service, live.version(), wish).id());
        } catch (Rejected e) {
            if (e.code() == ErrorCode.QUOTA_EXCEEDED || e.code() == ErrorCode.ENVIRONMENT_FROZEN) {
                return new What.Kept(e.detail());
            }
            throw e;
        }
    }
}
