package dev.fairlead.server.releases;

import dev.fairlead.controlplane.api.apps.InstanceRoutes;
import dev.fairlead.controlplane.api.deployments.Wishes;
import dev.fairlead.controlplane.api.environments.EnvironmentRoutes;
import dev.fairlead.controlplane.api.receipts.ReceiptRoutes;
import dev.fairlead.controlplane.api.releases.AliasRoutes;
import dev.fairlead.controlplane.api.releases.RolloutRoutes;
import dev.fairlead.controlplane.api.releases.VersionRoutes;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.control.builds.BuildQueue;
import dev.fairlead.controlplane.control.builds.Toolchain;
import dev.fairlead.controlplane.control.changes.VariableReleases;
import dev.fairlead.controlplane.control.deployments.CloneEnvironment;
import dev.fairlead.controlplane.control.deployments.Deployments;
import dev.fairlead.controlplane.control.deployments.Gate;
import dev.fairlead.controlplane.control.domains.HostSwitches;
import dev.fairlead.controlplane.control.environments.Environments;
import dev.fairlead.controlplane.control.receipts.HostReceipts;
import dev.fairlead.controlplane.control.receipts.ReceiptKeys;
import dev.fairlead.controlplane.control.receipts.Receipts;
import dev.fairlead.controlplane.control.rollouts.RolloutLoop;
import dev.fairlead.controlplane.control.rollouts.Rollouts;
import dev.fairlead.controlplane.control.routes.PublishedRoutes;
import dev.fairlead.controlplane.control.routes.Switches;
import dev.fairlead.controlplane.control.services.Services;
import dev.fairlead.controlplane.control.signing.SigningSecrets;
import dev.fairlead.controlplane.control.variables.Configurations;
import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.controlplane.jobs.Jobs;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.deployments.DeploymentStore;
import dev.fairlead.controlplane.store.deployments.NewDeployments;
import dev.fairlead.controlplane.store.environments.EnvironmentStore;
import dev.fairlead.controlplane.store.projects.ProjectStore;
import dev.fairlead.controlplane.store.receipts.ReceiptStore;
import dev.fairlead.controlplane.store.services.PublishedChanges;
import dev.fairlead.controlplane.store.services.ServiceStore;
import dev.fairlead.controlplane.store.versions.FiguresStore;
import dev.fairlead.controlplane.store.versions.ReleaseStore;
import dev.fairlead.controlplane.store.versions.RetentionStore;
import dev.fairlead.controlplane.store.versions.RolloutStore;
import dev.fairlead.controlplane.store.versions.TrafficStore;
import dev.fairlead.controlplane.store.versions.VersionStore;
import dev.fairlead.dataplane.calls.Invoker;
import dev.fairlead.dataplane.router.Router;
import dev.fairlead.model.ids.DeploymentId;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Builds what releases versions, and runs what goes on by itself.
public final class Releases implements AutoCloseable {
    private final Parts parts;
    private final Clock clock;
    private final VersionStore versions;
    private final ReleaseStore releases;
    private final EnvironmentStore environmentStore;
    private final Environments environments;
    private final NewDeployments fresh;
    private final FiguresStore figures;
    private final RetentionStore retention;
    private final RolloutStore rolloutStore;
    private final Rollouts rollouts;
    private final RolloutLoop loop;
    private final PublishedChanges changes;
    private final ReceiptStore receiptStore;
    private final ReceiptKeys receiptKeys;
    private final Receipts receipts;
    private final TrafficStore traffic;
    private final Services services;

    /// What it is made of that others have, too.
    public record Parts(
            Database database,
            ProjectStore projects,
            ServiceStore services,
            DeploymentStore deployments,
            SigningSecrets signing,
            Configurations configurations,
            Envelope envelope,
            PublishedRoutes routes,
            Router router,
            Invoker invoker,
            Runnable purged,
            String url) {}

    public Releases(Parts parts, Clock clock) {
        this.parts = parts;
        this.clock = clock;
        Database database = parts.database();
        this.versions = new VersionStore(database);
        this.releases = new ReleaseStore(database, clock);
        this.environmentStore = new EnvironmentStore(database, clock);
        this.environments = new Environments(environmentStore, parts.routes());
        this.fresh = new NewDeployments(database, clock);
        this.figures = new FiguresStore(database, clock);
        this.retention = new RetentionStore(database, clock);
        this.rolloutStore = new RolloutStore(database, clock);
        this.rollouts =
                new Rollouts(
                        rolloutStore,
                        figures,
                        parts.routes(),
                        new InvokedProbe(parts.router(), parts.invoker()),
                        clock);
        this.loop = new RolloutLoop(parts.router().tallies(), figures, rollouts);
        this.changes =
                new PublishedChanges(
                        database, parts.routes()::refresh, parts.purged(), parts.routes()::reload);
        this.receiptStore = new ReceiptStore(database, clock);
        this.receiptKeys = new ReceiptKeys(receiptStore, parts.envelope());
        this.receipts = new Receipts(receiptStore, receiptKeys, clock);
        this.traffic = new TrafficStore(database, clock);
        this.services =
                new Services(
                        parts.projects(),
                        parts.services(),
                        versions,
                        releases,
                        traffic,
                        parts.signing(),
                        parts.configurations(),
                        parts.routes());
    }

    public Services services() {
        return services;
    }

    public VersionStore versions() {
        return versions;
    }

    public ReleaseStore store() {
        return releases;
    }

    public NewDeployments fresh() {
        return fresh;
    }

    /// What deployments wait for.
    public Gate gate() {
        return new Gate(environmentStore);
    }

    public Environments environments() {
        return environments;
    }

    /// What changes of variables read and write.
    public VariableReleases.Stores storesOfChanges() {
        return new VariableReleases.Stores(parts.services(), environmentStore, versions, traffic);
    }

    /// What requests may ask for.
    public Wishes wishes() {
        return new Wishes(environments);
    }

    /// `start` has a deployment run soon.
    public Deployments deployments(BuildQueue queue, Consumer<DeploymentId> start) {
        return new Deployments(
                parts.deployments(),
                fresh,
                versions,
                environments,
                parts.configurations(),
                queue,
                start);
    }

    public List<Jobs.Recurring> recurring() {
        return new VersionRetention(environmentStore, retention, figures, clock).recurring();
    }

    public List<Route> routes(Toolchain toolchain, Deployments deployments) {
        var all = new ArrayList<Route>();
        all.addAll(
                new EnvironmentRoutes(
                                parts.projects(),
                                environments,
                                environmentStore,
                                new CloneEnvironment(parts.services(), versions, deployments),
                                deployments,
                                retention)
                        .routes());
        all.addAll(
                new VersionRoutes(
                                services,
                                versions,
                                toolchain,
                                deployments,
                                wishes(),
                                parts.configurations(),
                                parts.url())
                        .routes());
        all.addAll(
                new AliasRoutes(
                                services,
                                versions,
                                figures,
                                environments,
                                wishes(),
                                parts.url(),
                                clock)
                        .routes());
        all.addAll(
                new RolloutRoutes(services, rollouts, rolloutStore, environments, wishes())
                        .routes());
        all.addAll(new InstanceRoutes(services, parts.router()).routes());
        all.addAll(new ReceiptRoutes(services, receiptStore, receiptKeys).routes());
        return all;
    }

    /// What hears of changes of domains.
    public HostSwitches hostSwitches() {
        return new HostReceipts(parts.router(), receipts);
    }

    /// Hears what other servers publish, and takes rollouts further.
    public void start() {
        parts.routes().onSwitch(receipts);
        changes.start();
        loop.start();
    }

    @Override
    public void close() {
        loop.close();
        changes.close();
        parts.routes().onSwitch(Switches.UNHEARD);
        receipts.close();
    }
}
