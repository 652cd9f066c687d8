package dev.fairlead.benchmarks.apps;

import dev.fairlead.benchmarks.measuring.Fronts;
import dev.fairlead.benchmarks.measuring.Load;
import dev.fairlead.benchmarks.measuring.Processes;
import dev.fairlead.benchmarks.measuring.Report;
import dev.fairlead.container.ContainerRuntime;
import dev.fairlead.container.instances.ContainerSettings;
import dev.fairlead.dataplane.apps.App;
import dev.fairlead.dataplane.apps.AppInstance;
import dev.fairlead.dataplane.apps.AppInstance.State;
import dev.fairlead.dataplane.gateway.Gateway;
import dev.fairlead.dataplane.gateway.GatewaySettings;
import dev.fairlead.dataplane.router.Router;
import dev.fairlead.dataplane.runtime.GuestRuntimes;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.engine.Engine;
import dev.fairlead.engine.EngineAddress;
import dev.fairlead.engine.docker.DockerEngine;
import dev.fairlead.model.apps.Scale;
import dev.fairlead.testkit.engines.EngineDaemon;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What Fairlead adds to a container that starts: against the engine by itself, in turn, in one
/// run.
public final class AppComparison {
    private static final int ROUNDS = 15;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Scale QUICK_TO_REST =
            new Scale(0, 1, 70, Duration.ofSeconds(1), Duration.ZERO);

    private final Path folder;
    private final Report report;

    public AppComparison(Path folder, Report report) {
        this.folder = folder;
        this.report = report;
    }

    public void run() throws IOException, InterruptedException {
        try (var daemon = EngineDaemon.withNetworks();
                var engine = new DockerEngine(new EngineAddress.Unix(daemon.socket()))) {
            starts(engine, new AppBench(engine, folder));
        }
    }

    private void starts(Engine engine, AppBench bench) throws IOException, InterruptedException {
        report.heading("From nothing, created ahead and frozen to the first answer");
        var settings = ContainerSettings.of("bench", Path.of("target", "apps"));
        var whole = new double[ROUNDS];
        var nothing = new double[ROUNDS];
        var start = new double[ROUNDS];
        var created = new double[ROUNDS];
        var frozen = new double[ROUNDS];
        try (var keeps = new ContainerRuntime(engine, settings);
                var evicts = new ContainerRuntime(engine, settings.freezing(Duration.ZERO));
                var frozenFront = front(keeps);
                var createdFront = front(evicts)) {
            evicts.start();
            App resting = frozenFront.lead(bench.spec(1), QUICK_TO_REST);
            App waiting = createdFront.lead(bench.spec(2), QUICK_TO_REST);
            for (int i = 0; i < ROUNDS; i++) {
                String made = bench.create();
                long begin = System.nanoTime();
                bench.start(made);
                start[i] = millis(begin);
                bench.remove(made);
                begin = System.nanoTime();
                String one = bench.create();
                bench.start(one);
                whole[i] = millis(begin);
                bench.remove(one);
                App fresh = keeps.app(bench.spec(100 + i));
                begin = System.nanoTime();
                fresh.prepare(1);
                nothing[i] = millis(begin);
                fresh.close();
                created[i] = answered(createdFront, waiting, State.CREATED);
                frozen[i] = answered(frozenFront, resting, State.PAUSED);
            }
        }
        report.figure("the engine's own create and start, median ms", Load.median(whole));
        report.figure("with nothing but the image, median ms", Load.median(nothing));
        report.figure("  / the engine's own", Load.median(nothing) / Load.median(whole));
        report.figure("the engine's own start of a created one, median ms", Load.median(start));
        report.figure("with one created ahead, median ms", Load.median(created));
        report.figure("  / the engine's own", Load.median(created) / Load.median(start));
        report.figure("with a frozen one, median ms", Load.median(frozen));
    }

    /// How long a request takes that finds an app in this state alone, in milliseconds.
    private static double answered(Front front, App app, State state)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!app.instances().stream().map(AppInstance::state).toList().equals(List.of(state))) {
            if (System.nanoTime() > end) {
                throw new IOException("no instance is " + state + ": " + app.instances());
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        long begin = System.nanoTime();
        AppBench.ask("127.0.0.1", front.port(), "/fn/demo/web/");
        return millis(begin);
    }

    private static double millis(long since) {
        return (System.nanoTime() - since) / 1e6;
    }

    /// A gateway by itself, in front of one app.
    private record Front(Router router, ContainerRuntime apps, Gateway gateway, int port)
            implements AutoCloseable {
        App lead(AppSpec spec, Scale scale) {
            router.prepare(spec, scale);
            router.publish(AppBench.table(spec, scale));
            return router.find(spec.program().function()).orElseThrow().app(spec).orElseThrow();
        }

        @Override
        public void close() {
            gateway.close();
        }
    }

    private static Front front(ContainerRuntime apps) throws IOException {
        var router = new Router(new GuestRuntimes(Map.of(), new Fronts.NoGuests()), apps);
        int port = Processes.freePort();
        var gateway =
                new Gateway(
                        GatewaySettings.on("127.0.0.1", port),
                        Fronts.apex(),
                        Fronts.invocations(router, Clock.systemUTC()));
        gateway.start();
        return new Front(router, apps, gateway, port);
    }
}
