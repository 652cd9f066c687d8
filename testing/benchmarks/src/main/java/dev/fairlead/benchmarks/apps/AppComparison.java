package dev.fairlead.benchmarks.apps;

import dev.fairlead.benchmarks.apps.AppBench.Server;
import dev.fairlead.benchmarks.measuring.Load;
import dev.fairlead.benchmarks.measuring.ProcessFigures;
import dev.fairlead.benchmarks.measuring.Processes;
import dev.fairlead.benchmarks.measuring.Report;
import dev.fairlead.benchmarks.measuring.Target;
import dev.fairlead.container.ContainerRuntime;
import dev.fairlead.container.instances.ContainerSettings;
import dev.fairlead.dataplane.apps.App;
import dev.fairlead.dataplane.apps.AppInstance;
import dev.fairlead.dataplane.apps.AppInstance.State;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.engine.Engine;
import dev.fairlead.engine.EngineAddress;
import dev.fairlead.engine.docker.DockerEngine;
import dev.fairlead.model.apps.Scale;
import dev.fairlead.testkit.engines.EngineDaemon;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// What Fairlead adds to a container: against the engine by itself, in turn, in one run.
public final class AppComparison {
    /// What can be asked for alone.
    public enum Part {
        STARTS,
        SERVING,
        IDLE
    }

    private static final int ROUNDS = 15;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Scale QUICK_TO_REST =
            new Scale(0, 1, 70, Duration.ofSeconds(1), Duration.ZERO);

    private static final Scale MANY = new Scale(8, 8, 70, Duration.ofMinutes(5), Duration.ZERO);
    private static final int TURNS = 5;
    private static final int WARM_UP_CONNECTIONS = 16;
    private static final int WARM_UP_SECONDS = 10;
    private static final int IDLE_APPS = 200;
    private static final double MIB = 1 << 20;

    private final Processes processes;
    private final int seconds;
    private final Report report;

    public AppComparison(Processes processes, int seconds, Report report) {
        this.processes = processes;
        this.seconds = seconds;
        this.report = report;
    }

    public void run(Set<Part> parts) throws IOException, InterruptedException {
        try (var daemon = EngineDaemon.withNetworks();
                var engine = new DockerEngine(new EngineAddress.Unix(daemon.socket()))) {
            if (parts.contains(Part.STARTS)) {
                starts(engine, bench(engine, Server.tiny(engine)));
            }
            if (parts.contains(Part.SERVING)) {
                serving(engine);
            }
            if (parts.contains(Part.IDLE)) {
                idle(engine, bench(engine, Server.tiny(engine)));
            }
        }
    }

    private AppBench bench(Engine engine, Server server) throws IOException {
        return new AppBench(engine, server, processes.folder());
    }

    /// The same program asked directly and by the gateway, and as a Lambda function.
    private void serving(Engine engine) throws IOException, InterruptedException {
        report.heading("A running instance, one request after the other");
        String node = Server.node(engine, processes.folder());
        AppBench web = bench(engine, Server.web(node));
        AppBench lambda = bench(engine, Server.lambda(node));
        var settings = ContainerSettings.of("serving", Path.of("target", "apps"));
        String made = web.create();
        try (var runtime = new ContainerRuntime(engine, settings);
                var webFront = Front.of(runtime);
                var lambdaFront = Front.of(runtime)) {
            webFront.lead(web.spec(1), Scale.USUAL);
            lambdaFront.lead(lambda.spec(2), MANY);
            var targets =
                    List.of(
                            target("directly", web.start(made)),
                            target("by the gateway", webFront.url()),
                            target("as a Lambda function", lambdaFront.url()));
            added(targets);
        } finally {
            web.remove(made);
        }
    }

    private static Target target(String name, String url) {
        return new Target(name, url, ProcessHandle.current());
    }

    private void added(List<Target> targets) throws IOException, InterruptedException {
        var load = new Load(processes);
        var p50 = new double[targets.size()][TURNS];
        var p99 = new double[targets.size()][TURNS];
        for (Target target : targets) {
            load.full(target, WARM_UP_CONNECTIONS, WARM_UP_SECONDS);
        }
        for (int turn = 0; turn < TURNS; turn++) {
            for (int i = 0; i < targets.size(); i++) {
                Load.Full one = load.full(targets.get(i), 1, seconds);
                p50[i][turn] = one.p50Ms();
                p99[i][turn] = one.p99Ms();
            }
        }
        for (int i = 0; i < targets.size(); i++) {
            String name = targets.get(i).name();
            report.figure(name + ", p50 ms", Load.median(p50[i]));
            report.figure(name + ", p99 ms", Load.median(p99[i]));
            if (i > 0) {
                report.figure(name + ", added p50 ms", Load.median(p50[i]) - Load.median(p50[0]));
                report.figure(name + ", added p99 ms", Load.median(p99[i]) - Load.median(p99[0]));
            }
        }
    }

    /// Apps that nobody asks: each has a frozen instance or a container that was created ahead.
    private void idle(Engine engine, AppBench bench) throws IOException, InterruptedException {
        report.heading(IDLE_APPS + " apps that nobody asks");
        var settings = ContainerSettings.of("idle", Path.of("target", "apps"));
        try (var runtime = new ContainerRuntime(engine, settings);
                var front = Front.of(runtime)) {
            runtime.start();
            double before = liveMib();
            List<AppSpec> specs =
                    IntStream.range(0, IDLE_APPS).mapToObj(i -> bench.spec(1, "app-" + i)).toList();
            front.publish(specs, QUICK_TO_REST);
            for (AppSpec spec : specs) {
                await(front.app(spec), Set.of(State.CREATED, State.PAUSED));
            }
            TimeUnit.SECONDS.sleep(seconds);
            double spent = ProcessFigures.cpuMicros(ProcessHandle.current());
            TimeUnit.SECONDS.sleep(2L * seconds);
            spent = ProcessFigures.cpuMicros(ProcessHandle.current()) - spent;
            report.figure("live heap more, MiB", liveMib() - before);
            report.figure("of one processor, %", spent / (2.0 * seconds * 1e6) * 100);
        }
    }

    private static double liveMib() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MIB;
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
                var frozenFront = Front.of(keeps);
                var createdFront = Front.of(evicts)) {
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
        await(app, Set.of(state));
        long begin = System.nanoTime();
        AppBench.ask("127.0.0.1", front.port(), "/fn/demo/web/");
        return millis(begin);
    }

    /// Until it has one instance, which is in one of these states.
    private static void await(App app, Set<State> states) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (List<AppInstance> all = app.instances();
                all.size() != 1 || !states.contains(all.getFirst().state());
                all = app.instances()) {
            if (System.nanoTime() > end) {
                throw new IOException("no instance is " + states + ": " + all);
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private static double millis(long since) {
        return (System.nanoTime() - since) / 1e6;
    }
}
