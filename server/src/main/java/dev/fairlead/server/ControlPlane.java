package dev.fairlead.server;

import dev.fairlead.builders.Builders;
import dev.fairlead.builders.apps.ImageSupply;
import dev.fairlead.builders.store.ArtifactStore;
import dev.fairlead.controlplane.api.builds.BuildRoutes;
import dev.fairlead.controlplane.api.description.OpenApi;
import dev.fairlead.controlplane.api.executions.ExecutionRoutes;
import dev.fairlead.controlplane.api.functions.DeploymentRoutes;
import dev.fairlead.controlplane.api.functions.FunctionRoutes;
import dev.fairlead.controlplane.api.functions.SigningRoutes;
import dev.fairlead.controlplane.api.idempotency.Idempotency;
import dev.fairlead.controlplane.api.installation.InstallationRoutes;
import dev.fairlead.controlplane.api.projects.ProjectRoutes;
import dev.fairlead.controlplane.api.quotas.QuotaRoutes;
import dev.fairlead.controlplane.api.routes.Api;
import dev.fairlead.controlplane.api.routes.ApiJson;
import dev.fairlead.controlplane.control.builds.BuildCache;
import dev.fairlead.controlplane.control.builds.BuildLimits;
import dev.fairlead.controlplane.control.builds.BuildLogs;
import dev.fairlead.controlplane.control.builds.BuildQueue;
import dev.fairlead.controlplane.control.builds.BuildWatch;
import dev.fairlead.controlplane.control.builds.Builds;
import dev.fairlead.controlplane.control.builds.RunningBuilds;
import dev.fairlead.controlplane.control.deployments.Deployments;
import dev.fairlead.controlplane.control.deployments.RunDeployment;
import dev.fairlead.controlplane.control.routes.PublishedRoutes;
import dev.fairlead.controlplane.control.services.Services;
import dev.fairlead.controlplane.jobs.Jobs;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.DatabaseSettings;
import dev.fairlead.controlplane.store.builds.BuildCacheStore;
import dev.fairlead.controlplane.store.builds.BuildLogStore;
import dev.fairlead.controlplane.store.builds.BuildStore;
import dev.fairlead.controlplane.store.deployments.DeploymentStore;
import dev.fairlead.controlplane.store.executions.ExecutionRecorder;
import dev.fairlead.controlplane.store.executions.ExecutionStore;
import dev.fairlead.controlplane.store.idempotency.IdempotencyStore;
import dev.fairlead.controlplane.store.logs.LogLineStore;
import dev.fairlead.controlplane.store.projects.ProjectStore;
import dev.fairlead.controlplane.store.quotas.QuotaStore;
import dev.fairlead.controlplane.store.services.PublishedStore;
import dev.fairlead.controlplane.store.services.ServiceStore;
import dev.fairlead.controlplane.store.signing.UsedNonces;
import dev.fairlead.controlplane.store.versions.RolloutEnds;
import dev.fairlead.dataplane.access.Gatekeeper;
import dev.fairlead.dataplane.cache.AnswerCache;
import dev.fairlead.dataplane.calls.Invoker;
import dev.fairlead.dataplane.limits.Limiter;
import dev.fairlead.dataplane.router.Router;
import dev.fairlead.dataplane.signing.NonceStore;
import dev.fairlead.model.wire.StatusResponse;
import dev.fairlead.sandbox.Sandbox;
import dev.fairlead.sandbox.SandboxSettings;
import dev.fairlead.server.audit.Auditing;
import dev.fairlead.server.builds.BuilderToolchain;
import dev.fairlead.server.builds.Sources;
import dev.fairlead.server.caching.Caching;
import dev.fairlead.server.domains.HostTableSource;
import dev.fairlead.server.domains.Hosting;
import dev.fairlead.server.identity.Identity;
import dev.fairlead.server.releases.Releases;
import dev.fairlead.server.upkeep.Housekeeping;
import dev.fairlead.server.variables.Configuring;
import dev.fairlead.wasm.WasmRuntime;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;

/// The control plane's floor of the wiring: stores, use cases, jobs, routes.
final class ControlPlane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);
    private static final Duration RESUME = Duration.ofSeconds(30);

    private final Parts parts;
    private final Database database;
    private final ProjectStore projects;
    private final Identity identity;
    private final Hosting hosting;
    private final Services services;
    private final Deployments deployments;
    private final DeploymentStore deploymentStore;
    private final Sources sources;
    private final Sandbox sandbox;
    private final SandboxReport sandboxReport;
    private final PublishedRoutes routes;
    private final Releases releases;
    private final UsedNonces nonces;
    private final Housekeeping housekeeping;
    private final BuildCacheStore cache;
    private final Configuring configuring;
    private final Caching caching;
    private final MasterKey masterKey;
    private final Jobs jobs;
    private final BuildQueue queue;
    private final Api api;

    /// What the floors below and `Server` bring.
    record Parts(
            Settings settings,
            DataDirectory data,
            MasterKey masterKey,
            DatabaseSettings where,
            ArtifactStore artifacts,
            WasmRuntime runtime,
            Router router,
            Snapshots snapshots,
            HostTableSource hosts,
            ExecutionRecorder recorder,
            Invoker invoker,
            ApiJson json,
            Limiter limiter,
            AnswerCache cache,
            ImageSupply images,
            String url) {}

    ControlPlane(Parts parts, Clock clock) throws IOException {
        this.parts = parts;
        this.database = new Database(parts.where());
        this.projects = new ProjectStore(database, clock);
        this.masterKey = parts.masterKey();
        var envelope = masterKey.envelope();
        this.identity =
                new Identity(
                        new Identity.Parts(
                                database,
                                projects,
                                envelope,
                                parts.settings().identity(),
                                parts.url(),
                                parts.json(),
                                parts.limiter(),
                                parts.settings().edge().perCaller(),
                                System.err),
                        clock);
        var auditing =
                new Auditing(database, envelope, parts.settings().audit(), parts.json(), clock);
        var functionStore = new ServiceStore(database, clock);
        this.hosting =
                new Hosting(
                        new Hosting.Parts(
                                database,
                                parts.hosts(),
                                functionStore,
                                envelope,
                                identity.passwords(),
                                parts.settings().domains(),
                                parts.url(),
                                parts.json()),
                        clock);
        this.deploymentStore = new DeploymentStore(database, clock);
        var published = new PublishedStore(database);
        var builds = new BuildStore(database, clock);
        var logs = new BuildLogs(new BuildLogStore(database), clock);
        var running = new RunningBuilds();
        BuildLimits limits = parts.settings().builds().limits();
        var idempotency = new IdempotencyStore(database, clock);
        this.sources = new Sources(parts.data().resolve(""), clock);
        this.sandbox =
                parts.settings()
                        .sandbox()
                        .open(
                                SandboxSettings.in(parts.data().resolve("sandbox"))
                                        .with(parts.settings().builds().network()));
        this.sandboxReport = new SandboxReport(sandbox, clock);
        this.nonces = new UsedNonces(database);
        this.configuring =
                new Configuring(
                        new Configuring.Parts(
                                database,
                                projects,
                                functionStore,
                                envelope,
                                parts.images(),
                                parts.url()),
                        clock);
        this.routes =
                parts.snapshots().routes(published, new RolloutEnds(database, clock), configuring);
        var roots = parts.settings().caching().roots();
        this.caching = new Caching(database, parts.cache(), envelope, roots, clock);
        this.releases =
                new Releases(
                        new Releases.Parts(
                                database,
                                projects,
                                functionStore,
                                deploymentStore,
                                configuring.signing(),
                                configuring.configurations(),
                                envelope,
                                routes,
                                parts.router(),
                                parts.invoker(),
                                caching::catchUp,
                                parts.url()),
                        clock);
        this.services = releases.services();
        hosting.onSwitch(releases.hostSwitches());
        this.cache = new BuildCacheStore(database, clock);
        var tools = parts.settings().builders(parts.data().resolve("toolchains"));
        var toolchain =
                new BuildCache(
                        new BuilderToolchain(
                                sources,
                                parts.artifacts(),
                                new Builders(tools, sandbox),
                                configuring.images(),
                                parts.data().resolve("builds")),
                        cache);
        var watch = new BuildWatch(builds, logs, running, this::placeFree);
        var run =
                new RunDeployment(
                        deploymentStore,
                        functionStore,
                        releases.versions(),
                        releases.store(),
                        releases.gate(),
                        configuring.builds(toolchain, watch),
                        parts.snapshots(),
                        routes,
                        watch,
                        parts.artifacts()::path);
        this.housekeeping =
                new Housekeeping(
                        parts.settings().days(database, clock),
                        published,
                        parts.artifacts(),
                        sources,
                        idempotency,
                        cache,
                        clock);
        var recurring = new ArrayList<>(housekeeping.recurring());
        recurring.addAll(identity.recurring());
        recurring.addAll(auditing.recurring());
        recurring.addAll(hosting.recurring());
        recurring.addAll(configuring.recurring());
        recurring.addAll(caching.recurring());
        recurring.add(new Jobs.Recurring("forget-nonces", Duration.ofMinutes(5), nonces::purge));
        recurring.add(new Jobs.Recurring("resume-deployments", RESUME, this::resume));
        recurring.addAll(releases.recurring());
        this.jobs = new Jobs(database, run, limits.atOnce(), recurring, clock);
        this.queue = new BuildQueue(builds, limits, jobs::deploy);
        this.deployments = releases.deployments(queue, jobs::deploy);
        var wishes = releases.wishes();
        var all = new ArrayList<>(identity.routes());
        all.addAll(auditing.routes());
        all.addAll(hosting.routes());
        all.addAll(new ProjectRoutes(projects).routes());
        all.addAll(new QuotaRoutes(new QuotaStore(database, clock), clock).routes());
        all.addAll(
                new FunctionRoutes(
                                services, functionStore, deployments, sources, wishes, parts.url())
                        .routes(identity.passwords()::hash));
        all.addAll(
                new DeploymentRoutes(
                                services,
                                deployments,
                                deploymentStore,
                                sources,
                                logs,
                                wishes,
                                parts.json())
                        .routes());
        all.addAll(
                new BuildRoutes(
                                builds,
                                new Builds(
                                        builds, deploymentStore, releases.fresh(), running, queue),
                                services)
                        .routes());
        all.addAll(caching.routes(services));
        all.addAll(configuring.routes(releases, deployments, routes));
        all.addAll(new SigningRoutes(services).routes());
        all.addAll(releases.routes(toolchain, deployments));
        all.addAll(
                new ExecutionRoutes(
                                services,
                                new ExecutionStore(database),
                                new LogLineStore(database),
                                parts.router(),
                                parts.recorder(),
                                parts.invoker(),
                                parts.json())
                        .routes());
        all.addAll(
                new InstallationRoutes(this::status, () -> new OpenApi(all).document()).routes());
        this.api =
                new Api(
                        all,
                        identity.authorizer(),
                        identity.actors(),
                        identity.changes(),
                        new Idempotency(idempotency),
                        parts.json());
    }

    private void resume() {
        queue.resume();
        deployments.resume();
    }

    private void placeFree() {
        queue.wake();
    }

    /// Brings the schema up, publishes what the store says and starts to work.
    void start() throws IOException {
        database.migrate();
        masterKey.check(configuring.keyIds());
        housekeeping.prepare();
        new BootstrapKey(parts.data(), identity.keys(), parts.url(), parts.settings().accessFile())
                .ensure(projects.firstOrganization());
        identity.start();
        SetupLink.show(parts.data(), identity.accounts().setupLink());
        routes.reload();
        hosting.start();
        jobs.start(parts.settings().database().isEmpty());
        resume();
        releases.start();
        configuring.start();
        LOG.info("steps are kept apart {}", sandboxReport.line());
    }

    private StatusResponse status() {
        return new StatusResponse(
                Main.VERSION,
                database.answers() ? "up" : "down",
                parts.router().size(),
                parts.runtime().compiled(),
                parts.runtime().loadedFromCache(),
                parts.recorder().recorded(),
                parts.recorder().spilled(),
                parts.recorder().lost(),
                sandboxReport.wire());
    }

    Api api() {
        return api;
    }

    /// Who may call functions that ask for a credential.
    Gatekeeper gatekeeper() {
        return identity.gatekeeper();
    }

    /// Which signatures were used, on any instance.
    NonceStore nonces() {
        return nonces;
    }

    Database database() {
        return database;
    }

    ProjectStore projects() {
        return projects;
    }

    Services services() {
        return services;
    }

    Deployments deployments() {
        return deployments;
    }

    DeploymentStore deploymentStore() {
        return deploymentStore;
    }

    Sources sources() {
        return sources;
    }

    @Override
    public void close() {
        releases.close();
        jobs.close();
        identity.close();
        hosting.close();
        sandbox.close();
        // The recorder writes its last batch with connections of its own, so the pool may go now.
        database.close();
    }
}
