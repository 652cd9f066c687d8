package dev.fairlead.controlplane.control;

import dev.fairlead.controlplane.control.builds.BuildLimits;
import dev.fairlead.controlplane.control.builds.BuildLogs;
import dev.fairlead.controlplane.control.builds.BuildQueue;
import dev.fairlead.controlplane.control.builds.BuildRun;
import dev.fairlead.controlplane.control.builds.BuildWatch;
import dev.fairlead.controlplane.control.builds.Builds;
import dev.fairlead.controlplane.control.builds.RunningBuilds;
import dev.fairlead.controlplane.control.builds.Toolchain;
import dev.fairlead.controlplane.control.deployments.Deployments;
import dev.fairlead.controlplane.control.deployments.Gate;
import dev.fairlead.controlplane.control.deployments.RunDeployment;
import dev.fairlead.controlplane.control.deployments.SourceStore;
import dev.fairlead.controlplane.control.environments.Environments;
import dev.fairlead.controlplane.control.routes.DataPlane;
import dev.fairlead.controlplane.control.routes.PublishedRoutes;
import dev.fairlead.controlplane.control.routes.SnapshotFile;
import dev.fairlead.controlplane.control.services.Services;
import dev.fairlead.controlplane.control.signing.SigningSecrets;
import dev.fairlead.controlplane.control.variables.Configurations;
import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.controlplane.control.variables.ServiceVariables;
import dev.fairlead.controlplane.control.variables.Variables;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.TestPostgres;
import dev.fairlead.controlplane.store.builds.BuildLogStore;
import dev.fairlead.controlplane.store.builds.BuildStore;
import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.controlplane.store.deployments.DeploymentStore;
import dev.fairlead.controlplane.store.deployments.NewDeployments;
import dev.fairlead.controlplane.store.environments.Environment;
import dev.fairlead.controlplane.store.environments.EnvironmentStore;
import dev.fairlead.controlplane.store.projects.ProjectStore;
import dev.fairlead.controlplane.store.services.PublishedStore;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.controlplane.store.services.ServiceStore;
import dev.fairlead.controlplane.store.signing.SigningSecretStore;
import dev.fairlead.controlplane.store.variables.DefinitionStore;
import dev.fairlead.controlplane.store.variables.VariableStore;
import dev.fairlead.controlplane.store.versions.ReleaseStore;
import dev.fairlead.controlplane.store.versions.RolloutEnds;
import dev.fairlead.controlplane.store.versions.TrafficStore;
import dev.fairlead.controlplane.store.versions.VersionStore;
import dev.fairlead.dataplane.inflight.Drain;
import dev.fairlead.dataplane.router.RouteTable;
import dev.fairlead.dataplane.router.RoutedService;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.model.apps.Scale;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.functions.ServiceSettings;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.AliasName;
import dev.fairlead.model.names.EnvironmentName;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Control over a real database, with a toolchain and a data plane that do what a test says.
public final class Bench implements AutoCloseable {
    public static final Clock CLOCK = Clock.systemUTC();
    public static final AliasName LIVE = new AliasName("live");
    private static final Path ARTIFACTS = artifacts();

    public final Database database = TestPostgres.migrated();
    public final ProjectStore projects = new ProjectStore(database, CLOCK);
    public final ServiceStore functionStore = new ServiceStore(database, CLOCK);
    public final DeploymentStore deploymentStore = new DeploymentStore(database, CLOCK);
    public final NewDeployments fresh = new NewDeployments(database, CLOCK);
    public final VersionStore versions = new VersionStore(database);
    public final ReleaseStore releases = new ReleaseStore(database, CLOCK);
    public final TrafficStore traffic = new TrafficStore(database, CLOCK);
    public final EnvironmentStore environmentStore = new EnvironmentStore(database, CLOCK);
    public final Bricks toolchain = new Bricks();
    public final Plane plane = new Plane();
    public final Path folder = TestPostgres.home();
    public final Envelope envelope = new Envelope(new byte[32]);
    public final SnapshotFile file = new SnapshotFile(folder.resolve("routes"), envelope);
    public final SigningSecrets signing =
            new SigningSecrets(new SigningSecretStore(database, CLOCK), envelope, CLOCK);
    public final VariableStore variableStore = new VariableStore(database, CLOCK);
    public final DefinitionStore definitionStore = new DefinitionStore(database, CLOCK);
    public final Variables variables =
            new Variables(variableStore, definitionStore, envelope, CLOCK);
    public final ServiceVariables seen =
            new ServiceVariables(
                    variableStore, definitionStore, variables, "https://fairlead.example");
    public final Configurations configurations = new Configurations(seen, envelope);
    public final PublishedRoutes routes =
            new PublishedRoutes(
                    new PublishedStore(database),
                    plane,
                    file,
                    Bench::artifact,
                    signing,
                    configurations,
                    new RolloutEnds(database, CLOCK));
    public final BuildStore builds = new BuildStore(database, CLOCK);
    public final RunningBuilds running = new RunningBuilds();
    public final BuildLogs logs = new BuildLogs(new BuildLogStore(database), CLOCK);
    public final Services services =
            new Services(
                    projects,
                    functionStore,
                    versions,
                    releases,
                    traffic,
                    signing,
                    configurations,
                    routes);
    public final Environments environments = new Environments(environmentStore, routes);
    public final BuildWatch watch = new BuildWatch(builds, logs, running, this::wake);
    public final RunDeployment run =
            new RunDeployment(
                    deploymentStore,
                    functionStore,
                    versions,
                    releases,
                    new Gate(environmentStore),
                    new BuildRun(toolchain, functionStore, configurations, watch),
                    plane,
                    routes,
                    watch,
                    Bench::artifact);
    public final List<DeploymentId> queue = new CopyOnWriteArrayList<>();
    public volatile Consumer<DeploymentId> start = queue::add;
    public final BuildQueue buildQueue =
            new BuildQueue(builds, new BuildLimits(4, 3, 50), id -> start.accept(id));
    public final Builds useBuilds = new Builds(builds, deploymentStore, fresh, running, buildQueue);
    public final Deployments deployments =
            new Deployments(
                    deploymentStore,
                    fresh,
                    versions,
                    environments,
                    configurations,
                    buildQueue,
                    id -> start.accept(id));
    public final OrganizationId organization = projects.firstOrganization();
    private final AtomicInteger names = new AtomicInteger();

    private void wake() {
        buildQueue.wake();
    }

    /// Ten bytes in a file.
    public static Path artifact(ContentHash hash) {
        try {
            Path file = ARTIFACTS.resolve(hash.hex());
            return Files.exists(file) ? file : Files.writeString(file, "0123456789");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path artifacts() {
        try {
            return Files.createTempDirectory("artifacts");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ContentHash source(String text) {
        return ContentHash.of(text.getBytes(StandardCharsets.UTF_8));
    }

    public static SourceStore.Accepted accepted(String text) {
        return new SourceStore.Accepted(
                source(text), Optional.of(Language.JAVASCRIPT), text.length());
    }

    public ServiceRecord function() {
        var name = new ProjectName("p" + names.incrementAndGet());
        projects.create(organization, name);
        return services.create(
                organization, name, new ServiceName("hello"), ServiceSettings.DEFAULT);
    }

    public Deployment submit(ServiceRecord function, String text) {
        return deployments.submit(function, accepted(text));
    }

    /// Submits and runs to its end.
    public Deployment deploy(ServiceRecord function, String text) {
        Deployment made = submit(function, text);
        run.run(made.id());
        return find(made);
    }

    public Deployment find(Deployment deployment) {
        return deploymentStore.find(deployment.id()).orElseThrow();
    }

    /// What answers at the alias `live`, as the data plane was told.
    public Optional<GuestSpec> answering(ServiceId function) {
        return answering(function, "live");
    }

    /// What answers at the alias that is found by `label`, as the data plane was told.
    public Optional<GuestSpec> answering(ServiceId function, String label) {
        return plane.service(function)
                .flatMap(s ->
                        s.aliases().stream()
                                .filter(alias -> alias.label().equals(label))
                                .findAny()
                                .map(alias ->
                                        (GuestSpec) s.versions().get(alias.traffic().main())));
    }

    /// `production` of a function's project.
    public Environment production(ServiceRecord function) {
        return environments.of(function, EnvironmentName.PRODUCTION);
    }

    @Override
    public void close() {
        file.close();
        database.close();
        TestPostgres.remove(folder);
    }

    /// A toolchain whose artifact is the source itself.
    public static final class Bricks implements Toolchain {
        public volatile Consumer<ContentHash> onBuild = _ -> {};
        public volatile Consumer<ContentHash> onVerify = _ -> {};
        public volatile Consumer<BuildPhase> onPhase = _ -> {};
        public volatile String fingerprint = "tools";
        public final List<Order> orders = new CopyOnWriteArrayList<>();
        public final AtomicInteger builds = new AtomicInteger();
        public final AtomicInteger finished = new AtomicInteger();

        @Override
        public Deployment.Product build(Order order, Progress progress) {
            ContentHash source = order.source();
            orders.add(order);
            builds.incrementAndGet();
            onPhase.accept(BuildPhase.COMPILING);
            progress.phase(BuildPhase.COMPILING);
            progress.line("laying bricks");
            onBuild.accept(source);
            finished.incrementAndGet();
            return new Deployment.Product(Abi.SCRIPT, source);
        }

        @Override
        public void verify(ContentHash artifact) {
            onVerify.accept(artifact);
        }

        @Override
        public String fingerprint() {
            return fingerprint;
        }

        @Override
        public long size(ContentHash artifact) {
            return 1000;
        }

        @Override
        public InputStream open(ContentHash artifact) {
            return InputStream.nullInputStream();
        }
    }

    /// A data plane that remembers what it was told.
    public static final class Plane implements DataPlane {
        @Override
        public void expectModule() {
            // nothing here compiles
        }

        public volatile Consumer<GuestSpec> onPrepare = _ -> {};
        public volatile Runnable onPublish = () -> {};
        public final List<GuestSpec> prepared = new ArrayList<>();
        public final List<AppSpec> started = new ArrayList<>();
        public final AtomicInteger published = new AtomicInteger();
        private volatile RouteTable table = new RouteTable(0, List.of());

        @Override
        public void prepare(GuestSpec spec) {
            onPrepare.accept(spec);
            prepared.add(spec);
        }

        @Override
        public void prepare(AppSpec spec, Scale scale) {
            onPrepare.accept(spec.program());
            started.add(spec);
        }

        @Override
        public void forget(ServiceId service, ContentHash artifact) {
            started.removeIf(app ->
                    app.program().function().equals(service)
                            && app.program().hash().equals(artifact));
        }

        @Override
        public void publish(RouteTable next) {
            onPublish.run();
            published.incrementAndGet();
            table = next;
        }

        @Override
        public Map<Integer, Drain> replace(long revision, RoutedService service) {
            onPublish.run();
            published.incrementAndGet();
            var services = new ArrayList<>(table.services());
            services.removeIf(s -> s.id().equals(service.id()));
            services.add(service);
            table = new RouteTable(revision, services);
            return Map.of();
        }

        @Override
        public void remove(long revision, ServiceId service) {
            onPublish.run();
            published.incrementAndGet();
            table =
                    new RouteTable(
                            revision,
                            table.services().stream()
                                    .filter(s -> !s.id().equals(service))
                                    .toList());
        }

        public RouteTable table() {
            return table;
        }

        public Optional<RoutedService> service(ServiceId function) {
            return table.services().stream().filter(s -> s.id().equals(function)).findAny();
        }
    }
}
