package dev.fairlead.controlplane.control.deployments;

import dev.fairlead.controlplane.control.builds.BuildQueue;
import dev.fairlead.controlplane.control.environments.Environments;
import dev.fairlead.controlplane.control.variables.Configurations;
import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.controlplane.store.deployments.DeploymentStore;
import dev.fairlead.controlplane.store.deployments.NewDeployments;
import dev.fairlead.controlplane.store.environments.Environment;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.controlplane.store.versions.Version;
import dev.fairlead.controlplane.store.versions.VersionStore;
import dev.fairlead.dataplane.versions.UpstreamSpec;
import dev.fairlead.model.deployments.DeploymentState;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.functions.ServiceKind;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.names.EnvironmentName;
import dev.fairlead.model.traffic.Strategy;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Accepts deployments: writes them down and has them run.
public final class Deployments {
    private final DeploymentStore store;
    private final NewDeployments fresh;
    private final VersionStore versions;
    private final Environments environments;
    private final Configurations configurations;
    private final BuildQueue queue;
    private final Consumer<DeploymentId> start;

    /// `start` has a deployment run soon, even after a crash; twice does no harm.
    public Deployments(
            DeploymentStore store,
            NewDeployments fresh,
            VersionStore versions,
            Environments environments,
            Configurations configurations,
            BuildQueue queue,
            Consumer<DeploymentId> start) {
        this.store = store;
        this.fresh = fresh;
        this.versions = versions;
        this.environments = environments;
        this.configurations = configurations;
        this.queue = queue;
        this.start = start;
    }

    /// Where to, by what strategy, who wants it, and the values of variables for it alone.
    public record Wish(
            Environment environment,
            Optional<Strategy> strategy,
            String author,
            Map<String, String> overrides) {
        public Wish {
            overrides = Map.copyOf(overrides);
        }

        public Wish(Environment environment, Optional<Strategy> strategy, String author) {
            this(environment, strategy, author, Map.of());
        }

        /// The same, with these values for it alone.
        public Wish with(Map<String, String> some) {
            return new Wish(environment, strategy, author, some);
        }

        /// Overrides may be secrets.
        @Override
        public String toString() {
            return "to " + environment.name() + " by " + author;
        }
    }

    /// Throws `Rejected` when too many wait for another to be of use.
    public void admit() {
        queue.admit();
    }

    /// A new deployment to production, all at once, by nobody in particular.
    public Deployment submit(ServiceRecord service, SourceStore.Accepted source) {
        return submit(service, source, production(service));
    }

    private Wish production(ServiceRecord service) {
        return new Wish(
                environments.of(service, EnvironmentName.PRODUCTION), Optional.empty(), "system");
    }

    /// A new deployment, whatever was deployed before. Throws `Rejected` when too many wait, and
    /// where the environment is frozen.
    public Deployment submit(ServiceRecord service, SourceStore.Accepted source, Wish wish) {
        checkable(service, wish);
        queue.admit();
        Environments.thawed(wish.environment());
        configurations.check(service, wish.environment(), wish.overrides());
        Deployment made =
                fresh.ofSource(
                        into(service, wish),
                        new NewDeployments.Source(
                                source.language(), source.hash(), source.bytes()));
        queue.wake();
        return made;
    }

    /// A new deployment of an upstream. Throws `Rejected` where the environment is frozen, and for
    /// what is no proxy.
    public Deployment submit(ServiceRecord service, UpstreamSpec upstream, Wish wish) {
        checkable(service, wish);
        Environments.thawed(wish.environment());
        configurations.check(service, wish.environment(), wish.overrides());
        Deployment made = fresh.ofUpstream(into(service, wish), upstream);
        start.accept(made.id());
        return made;
    }

    /// What is asked before a version gets requests is asked of functions alone, so far.
    private static void checkable(ServiceRecord service, Wish wish) {
        if (service.kind() != ServiceKind.FUNCTION
                && wish.strategy().flatMap(Strategy::check).isPresent()) {
            throw Rejected.field("/strategy/check", "only functions are checked");
        }
    }

    private NewDeployments.Into into(ServiceRecord service, Wish wish) {
        return new NewDeployments.Into(
                service.organization(),
                service.id(),
                wish.environment().id(),
                wish.strategy(),
                wish.author(),
                configurations.sealOverrides(
                        service.id(), wish.environment().id(), wish.overrides()));
    }

    /// A new deployment unless the newest to production that neither failed nor was cancelled has
    /// the same source and language; then that one.
    public Deployment submitIfChanged(ServiceRecord service, SourceStore.Accepted source) {
        return submitIfChanged(service, source, production(service));
    }

    /// The same, to the environment of `wish`.
    public Deployment submitIfChanged(
            ServiceRecord service, SourceStore.Accepted source, Wish wish) {
        Optional<Deployment> same =
                store.newestGood(service.organization(), service.id(), wish.environment().id())
                        .filter(_ -> wish.overrides().isEmpty())
                        .filter(d -> d.language().equals(source.language()))
                        .filter(d -> d.source().equals(Optional.of(source.hash())));
        return same.orElseGet(() -> submit(service, source, wish));
    }

    /// Releases what a version of another environment is made of, with the settings that hold in
    /// the one of `wish`; nothing is built.
    public Deployment promote(ServiceRecord service, int version, Wish wish) {
        checkable(service, wish);
        Environments.thawed(wish.environment());
        configurations.check(service, wish.environment(), wish.overrides());
        return promoteUnchecked(service, version, wish);
    }

    /// The same; where the variables there are not as they have to be, the deployment fails.
    Deployment promoteUnchecked(ServiceRecord service, int version, Wish wish) {
        Version from = versions.get(service.organization(), service.id(), version);
        if (from.environmentId().equals(wish.environment().id())) {
            throw Rejected.field(
                    "/to",
                    "version "
                            + version
                            + " belongs to '"
                            + from.environment()
                            + "' already; roll back to it instead");
        }
        from.failed()
                .ifPresent(why -> {
                    throw new Rejected(
                            ErrorCode.VERSION_FAILED,
                            "version " + version + " was taken back: " + why);
                });
        return ofVersion(service, version, wish);
    }

    private Deployment ofVersion(ServiceRecord service, int version, Wish wish) {
        Deployment made = fresh.ofVersion(into(service, wish), version);
        start.accept(made.id());
        return made;
    }

    /// Releases a version again with the variables that its environment has by now; it waits for
    /// whatever a deployment waits for there.
    public Deployment renew(ServiceRecord service, int version, Wish wish) {
        Environments.thawed(wish.environment());
        return ofVersion(service, version, wish);
    }

    /// Goes on with what was under way in a process that died.
    public void resume() {
        store.underWayWithoutBuild().forEach(start);
    }

    /// Agrees to a deployment that waits; it goes on once enough people do. Its author does not
    /// count.
    public Deployment approve(Deployment deployment, String who) {
        if (deployment.state() != DeploymentState.WAITING) {
            throw new Rejected(
                    ErrorCode.DEPLOYMENT_NOT_WAITING, "it is " + deployment.state().word());
        }
        if (deployment.author().equals(who)) {
            throw new Rejected(
                    ErrorCode.ENVIRONMENT_PROTECTED,
                    "somebody else than its author has to approve a deployment");
        }
        store.approve(deployment, who);
        start.accept(deployment.id());
        return store.find(deployment.id()).orElse(deployment);
    }

    /// An environment thawed, or asks for fewer approvals: what waits there is looked at again.
    public void reconsider(Environment environment) {
        store.waiting(environment.id()).forEach(d -> start.accept(d.id()));
    }
}
