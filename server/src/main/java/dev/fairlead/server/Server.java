package dev.fairlead.server;

import dev.fairlead.builders.apps.ImageSupply;
import dev.fairlead.builders.store.ArtifactStore;
import dev.fairlead.container.ContainerRuntime;
import dev.fairlead.container.instances.ContainerSettings;
import dev.fairlead.controlplane.api.routes.ApiJson;
import dev.fairlead.controlplane.control.routes.SnapshotFile;
import dev.fairlead.controlplane.store.DatabaseSettings;
import dev.fairlead.controlplane.store.executions.ExecutionRecorder;
import dev.fairlead.controlplane.store.limits.SharedBudgetStore;
import dev.fairlead.controlplane.store.logs.LogLineRecorder;
import dev.fairlead.controlplane.store.quotas.RequestLedgerStore;
import dev.fairlead.dataplane.access.BasicDoor;
import dev.fairlead.dataplane.cache.AnswerCache;
import dev.fairlead.dataplane.calls.CallsInFlight;
import dev.fairlead.dataplane.calls.EdgeLimits;
import dev.fairlead.dataplane.calls.Invocations;
import dev.fairlead.dataplane.calls.Invoker;
import dev.fairlead.dataplane.gateway.Gateway;
import dev.fairlead.dataplane.gateway.GatewaySettings;
import dev.fairlead.dataplane.http.BlockingBridge;
import dev.fairlead.dataplane.limits.Limiter;
import dev.fairlead.dataplane.limits.RequestQuotas;
import dev.fairlead.dataplane.limits.Settler;
import dev.fairlead.dataplane.router.Router;
import dev.fairlead.dataplane.runtime.GuestRuntimes;
import dev.fairlead.dataplane.telemetry.ExecutionListener;
import dev.fairlead.engine.Engine;
import dev.fairlead.engine.EngineAddress;
import dev.fairlead.engine.docker.DockerEngine;
import dev.fairlead.identity.passwords.Passwords;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.process.ProcessRuntime;
import dev.fairlead.process.ProcessSettings;
import dev.fairlead.sandbox.Sandbox;
import dev.fairlead.sandbox.SandboxSettings;
import dev.fairlead.server.domains.HostTableSource;
import dev.fairlead.server.edge.ForwardedRecords;
import dev.fairlead.server.edge.LateGatekeeper;
import dev.fairlead.server.variables.MasterKeySettings;
import dev.fairlead.wasm.WasmRuntime;
import dev.fairlead.wasm.WasmSettings;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Builds every object, lowest floor first; closes them in reverse. The data plane comes up on its
/// own, from the last snapshot; the control plane joins when the database answers.
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final int PASSWORDS_AT_ONCE = 2;
    private static final int MOST_API_REQUESTS = 256;
    private static final long MOST_BODY_BYTES = 65L << 20;
    private static final Duration DRAIN = Duration.ofSeconds(15);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final Settings settings;
    private final Clock clock;
    private final Deque<AutoCloseable> closing = new ArrayDeque<>();
    private final CountDownLatch joined = new CountDownLatch(1);
    private final DataDirectory data;
    private final MasterKey masterKey;
    private final ArtifactStore artifacts;
    private final WasmRuntime runtime;
    private final Engine engine;
    private final ContainerRuntime containers;
    private final Router router;
    private final Snapshots snapshots;
    private final HostTableSource hosts;
    private final ExecutionRecorder recorder;
    private final LogLineRecorder lines;
    private final ApiJson json = new ApiJson();
    private final Front front = new Front(json);
    private final Gateway gateway;
    private final Invoker invoker;
    private final AnswerCache cache;
    private final Limiter limiter = new Limiter();
    private final RequestQuotas quotas;
    private final LateGatekeeper gatekeeper = new LateGatekeeper();
    private volatile Optional<ControlPlane> control = Optional.empty();
    private Optional<DatabaseSettings> own = Optional.empty();
    private volatile boolean stopping;

    /// Takes the data directory; throws `IllegalStateException` when another process has it.
    public Server(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.data = closing(DataDirectory.open(settings.dataDirectory()));
        this.artifacts = new ArtifactStore(data.resolve("artifacts"), clock);
        this.runtime = closing(new WasmRuntime(WasmSettings.of(data.resolve("modules"))));
        Sandbox apart = closing(sandbox(settings, data.resolve("sandbox-run")));
        var processes =
                closing(new ProcessRuntime(ProcessSettings.in(data.resolve("processes")), apart));
        this.engine =
                closing(new DockerEngine(new EngineAddress.Unix(settings.sandbox().engine())));
        this.lines = closing(new LogLineRecorder(this::recorderConnection, clock));
        this.containers = closing(containers(data.resolve("apps")));
        this.router =
                new Router(new GuestRuntimes(Map.of(Abi.JAVA, processes), runtime), containers);
        this.masterKey = masterKey(data, settings.masterKeys());
        var file = closing(new SnapshotFile(data.resolve("routes.json"), masterKey.envelope()));
        this.snapshots = new Snapshots(router, file, artifacts::path, runtime::expectModule);
        this.hosts = closing(new HostTableSource(data.resolve("hosts.json"), masterKey.envelope()));
        this.quotas = new RequestQuotas(clock);
        var calls = new CallsInFlight();
        boolean kept = !settings.executions().none();
        this.recorder =
                closing(
                        new ExecutionRecorder(
                                this::recorderConnection,
                                data.resolve("executions.spill"),
                                kept ? calls : (_, _) -> List.of()));
        ExecutionListener listener = kept ? recorder::offer : _ -> {};
        var limits =
                new EdgeLimits(
                        limiter,
                        quotas,
                        settings.edge().perAddress(),
                        settings.edge().perOrganization());
        var invocations =
                new Invocations(router, limits, gatekeeper, gatekeeper, listener, calls, clock);
        this.invoker = new Invoker(invocations);
        this.cache =
                closing(new AnswerCache(settings.caching().limits(data.resolve("answers")), clock));
        this.gateway =
                closing(
                        new Gateway(
                                GatewaySettings.on(settings.host(), settings.port())
                                        .behind(settings.edge().proxies())
                                        .reaching(settings.edge().reach()),
                                settings.domains().hosting(),
                                hosts.hosts(),
                                new BlockingBridge(front, MOST_API_REQUESTS, MOST_BODY_BYTES),
                                invocations,
                                new BasicDoor(
                                        new Passwords(Passwords.Cost.STANDARD, PASSWORDS_AT_ONCE)
                                                ::matches,
                                        limiter),
                                cache));
        gateway.onForwarded(new ForwardedRecords(listener));
    }

    private ContainerRuntime containers(Path files) {
        ContainerSettings apps = settings.apps().containers(files);
        return settings.apps().lines().none()
                ? new ContainerRuntime(engine, apps)
                : new ContainerRuntime(engine, apps, lines);
    }

    private static MasterKey masterKey(DataDirectory data, MasterKeySettings settings) {
        try {
            return new MasterKey(data, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Sandbox sandbox(Settings settings, Path state) {
        try {
            return settings.sandbox().open(SandboxSettings.in(state));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T extends AutoCloseable> T closing(T part) {
        closing.push(part);
        return part;
    }

    /// The owner's login: PostgreSQL's COPY does not work under row-level security.
    private Connection recorderConnection() throws SQLException {
        ControlPlane joinedControl =
                control.orElseThrow(() -> new SQLException("no database yet", "08001"));
        return joinedControl.database().owner();
    }

    /// Answers what was published last, then joins the control plane in the background.
    public void start() {
        int services = snapshots.restore();
        containers.start();
        hosts.restore();
        cache.start();
        gateway.start();
        recorder.start();
        lines.start();
        LOG.info("gateway answers port={} services={}", gateway.port(), services);
        Thread.ofVirtual().name("join").start(this::join);
        if (services == 0) {
            // Compiled once for an installation: the first script should not wait for it.
            Thread.ofPlatform().daemon().name("warm-up").start(this::warmUp);
        }
    }

    /// On a busy machine it may take longer than a compilation may.
    private void warmUp() {
        try {
            runtime.warmUp();
        } catch (BuildFailed e) {
            LOG.warn("what runs scripts is compiled with the first one why={}", e.getMessage());
        }
    }

    private void join() {
        for (boolean first = true; !stopping; first = false) {
            try {
                DatabaseSettings where = settings.database().orElseGet(this::embedded);
                start(plane(where));
                return;
            } catch (RuntimeException | IOException e) {
                if (first) {
                    LOG.error("the control plane cannot join yet; live functions answer", e);
                }
                pause();
            }
        }
    }

    private ControlPlane plane(DatabaseSettings where) throws IOException {
        return new ControlPlane(
                new ControlPlane.Parts(
                        settings,
                        data,
                        masterKey,
                        where,
                        artifacts,
                        runtime,
                        router,
                        snapshots,
                        hosts,
                        recorder,
                        invoker,
                        json,
                        limiter,
                        cache,
                        new ImageSupply(engine),
                        url()),
                clock);
    }

    private void start(ControlPlane plane) throws IOException {
        boolean begun = false;
        try {
            plane.start();
            begun = true;
        } finally {
            if (!begun) {
                // The next try has its own.
                plane.database().close();
            }
        }
        var settler = new Settler(limiter, new SharedBudgetStore(plane.database()));
        settler.start();
        quotas.start(new RequestLedgerStore(plane.database(), clock));
        synchronized (closing) {
            closing.push(plane);
            closing.push(settler);
            closing.push(quotas);
        }
        control = Optional.of(plane);
        gatekeeper.joined(plane.gatekeeper(), plane.nonces());
        front.serve(plane.api());
        joined.countDown();
    }

    /// Started once, however often the control plane tries to join.
    private DatabaseSettings embedded() {
        synchronized (closing) {
            if (own.isEmpty()) {
                var host = new DatabaseHost(data.resolve("postgres"));
                own = Optional.of(host.start());
                closing.push(host);
            }
            return own.get();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for the control plane; false when `patience` is over first.
    public boolean awaitControl(Duration patience) throws InterruptedException {
        return joined.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    public Optional<ControlPlane> control() {
        return control;
    }

    /// How many instances of this installation count limits together, as far as this one heard.
    public int instances() {
        return limiter.instances();
    }

    public int port() {
        return gateway.port();
    }

    /// -1 where there is no https.
    public int httpsPort() {
        return gateway.httpsPort();
    }

    /// Where people reach it.
    public String url() {
        String host = settings.host();
        boolean here = host.equals("127.0.0.1") || host.equals("0.0.0.0") || host.equals("::");
        return "http://" + (here ? "localhost" : host) + ":" + gateway.port();
    }

    /// Lets requests end, then stops everything, last floor first.
    @Override
    public void close() {
        stopping = true;
        gateway.drain(DRAIN);
        synchronized (closing) {
            while (!closing.isEmpty()) {
                closeOne(closing.pop());
            }
        }
    }

    private static void closeOne(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.error("did not close part={}", part.getClass().getSimpleName(), e);
        }
    }
}
