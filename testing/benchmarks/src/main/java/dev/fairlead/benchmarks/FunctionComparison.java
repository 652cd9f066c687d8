package dev.fairlead.benchmarks;

import dev.fairlead.benchmarks.measuring.Answers;
import dev.fairlead.benchmarks.measuring.Fairlead;
import dev.fairlead.benchmarks.measuring.Load;
import dev.fairlead.benchmarks.measuring.ProcessFigures;
import dev.fairlead.benchmarks.measuring.ProcessFigures.Memory;
import dev.fairlead.benchmarks.measuring.Processes;
import dev.fairlead.benchmarks.measuring.Report;
import dev.fairlead.benchmarks.measuring.Target;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Functions through the whole gateway beside Fairlead's bare `/healthz`, node, workerd and Caddy.
final class FunctionComparison {
    private static final int[] CONNECTIONS = {1, 16, 64, 256};
    private static final int WARM_UP_SECONDS = 15;
    private static final int STEADY_RATE = 5_000;
    private static final int DEPLOYS = 9;
    private static final int RESTARTS = 5;
    private static final int REST_SECONDS = 45;
    private static final int PAGES = 21;
    private static final String SCRIPT = "script";
    private static final String MODULE = "module";

    private final Processes processes;
    private final Path home;
    private final int seconds;
    private final Report report;
    private final Load load;
    private final Path examples;

    FunctionComparison(Processes processes, Path home, int seconds, Report report) {
        this.processes = processes;
        this.home = home;
        this.seconds = seconds;
        this.report = report;
        this.load = new Load(processes);
        this.examples = home.resolve("examples");
    }

    /// What can be measured by itself.
    enum Part {
        LOADS,
        RECORDING,
        IDLE
    }

    void run(Set<Part> parts, int idleFunctions) throws IOException, InterruptedException {
        if (parts.contains(Part.LOADS)) {
            loads();
        }
        if (parts.contains(Part.RECORDING)) {
            recording();
        }
        if (parts.contains(Part.IDLE)) {
            idle(idleFunctions);
        }
    }

    private void loads() throws IOException, InterruptedException {
        var fairlead = new Fairlead(processes, home, "recorded", Map.of());
        deployBoth(fairlead);
        List<Target> own = own(fairlead);
        Path folder = home.resolve("testing/benchmarks");
        var targets = new ArrayList<>(own);
        targets.addAll(new Peers(processes, folder, examples).start());
        throughput(targets);
        steady(own);
        firstPage(fairlead);
        deploys(fairlead);
        restarts(fairlead);
        fairlead.stop();
    }

    private void deployBoth(Fairlead fairlead) throws IOException, InterruptedException {
        fairlead.deploy(SCRIPT, examples.resolve("hello-javascript/index.js"));
        fairlead.deploy(MODULE, examples.resolve("hello-handler/hello.wasm"));
    }

    private static List<Target> own(Fairlead fairlead) {
        return List.of(
                fairlead.target("Fairlead /healthz", "/healthz"),
                fairlead.target("Fairlead JavaScript", Fairlead.path(SCRIPT)),
                fairlead.target("Fairlead WASM", Fairlead.path(MODULE)));
    }

    private void throughput(List<Target> targets) throws IOException, InterruptedException {
        for (Target target : targets) {
            load.full(target, CONNECTIONS[2], WARM_UP_SECONDS);
        }
        for (int connections : CONNECTIONS) {
            report.heading(connections + " connections");
            for (Target target : targets) {
                report.full(target, connections, load.full(target, connections, seconds));
            }
        }
    }

    private void steady(List<Target> targets) throws IOException, InterruptedException {
        report.heading("at " + STEADY_RATE + " requests/s");
        for (Target target : targets) {
            report.steady(target, STEADY_RATE, load.steady(target, STEADY_RATE, seconds));
        }
    }

    /// After the load above: its rows are the history that is listed.
    private void firstPage(Fairlead fairlead) throws IOException, InterruptedException {
        report.heading("Executions");
        String functions = fairlead.get("/functions?name=" + MODULE).body();
        String id = functions.replaceFirst("(?s).*?\"id\"\\s*:\\s*\"([^\"]+)\".*", "$1");
        var times = new double[PAGES];
        for (int i = 0; i < PAGES; i++) {
            long start = System.nanoTime();
            fairlead.get("/functions/" + id + "/executions");
            times[i] = millisSince(start);
        }
        report.figure("first page of executions through the API, median ms", median(times));
    }

    private void deploys(Fairlead fairlead) throws IOException, InterruptedException {
        report.heading("Deploy");
        for (String kind : List.of(SCRIPT, MODULE)) {
            var whole = new double[DEPLOYS];
            var first = new double[DEPLOYS];
            for (int i = 0; i < DEPLOYS; i++) {
                String function = kind + "-" + i;
                Path source = kind.equals(SCRIPT) ? otherScript(i) : otherModule(i);
                long start = System.nanoTime();
                fairlead.deploy(function, source);
                long deployed = System.nanoTime();
                Answers.await(fairlead.url(Fairlead.path(function)), "Ada");
                first[i] = millisSince(deployed);
                whole[i] = millisSince(start);
            }
            report.figure(kind + ": `fairlead deploy` to first answer, median ms", median(whole));
            report.figure(kind + ": first request after a deploy, median ms", median(first));
        }
    }

    /// The same function with other bytes, so that nothing of it is cached.
    private Path otherScript(int number) throws IOException {
        Path file = processes.folder().resolve("other-" + number + ".js");
        String source = Files.readString(examples.resolve("hello-javascript/index.js"));
        return Files.writeString(file, source + "\n// " + number);
    }

    /// A custom section of three bytes at the end: id 0, size, name (WebAssembly 1.0, 5.5.3).
    private Path otherModule(int number) throws IOException {
        byte[] module = Files.readAllBytes(examples.resolve("hello-handler/hello.wasm"));
        byte[] other = Arrays.copyOf(module, module.length + 5);
        byte[] section = {0, 3, 1, 'n', (byte) ('0' + number)};
        System.arraycopy(section, 0, other, module.length, section.length);
        return Files.write(processes.folder().resolve("other-" + number + ".wasm"), other);
    }

    private void restarts(Fairlead fairlead) throws IOException, InterruptedException {
        report.heading("Restart with warm data");
        var answers = new double[RESTARTS];
        var ready = new double[RESTARTS];
        for (int i = 0; i < RESTARTS; i++) {
            Fairlead.Restart restart = fairlead.restart(Fairlead.path(SCRIPT), "Ada");
            answers[i] = restart.answerMs();
            ready[i] = restart.readyMs();
        }
        report.figure("restart to first answer, median ms", median(answers));
        report.figure("restart to ready, database included, median ms", median(ready));
        memory(fairlead, "idle");
    }

    private void memory(Fairlead fairlead, String when) throws InterruptedException {
        Thread.sleep(REST_SECONDS * 1000L);
        for (Memory memory : Memory.values()) {
            report.figure(
                    when + ": " + memory.field() + " of everything, database included, MiB",
                    ProcessFigures.memoryMib(fairlead.process(), memory));
        }
    }

    /// Two installations take turns, so that a slow minute of the machine meets both.
    private void recording() throws IOException, InterruptedException {
        report.heading("Executions recorded, and not");
        var recorded = new Fairlead(processes, home, "with", Map.of());
        var silent =
                new Fairlead(processes, home, "without", Map.of("FAIRLEAD_EXECUTION_DAYS", "0"));
        deployBoth(recorded);
        deployBoth(silent);
        Target with = recorded.target("recorded", Fairlead.path(MODULE));
        Target without = silent.target("not recorded", Fairlead.path(MODULE));
        load.full(with, CONNECTIONS[2], WARM_UP_SECONDS);
        load.full(without, CONNECTIONS[2], WARM_UP_SECONDS);
        var ratios = new double[RESTARTS];
        for (int i = 0; i < ratios.length; i++) {
            double one = load.full(with, CONNECTIONS[2], seconds).perSecond();
            double other = load.full(without, CONNECTIONS[2], seconds).perSecond();
            ratios[i] = one / other;
        }
        report.figure("throughput recorded / not recorded, median", median(ratios));
        silent.stop();
        recorded.stop();
    }

    private void idle(int functions) throws IOException, InterruptedException {
        report.heading(functions + " deployed functions that nobody calls");
        var fairlead = new Fairlead(processes, home, "many", Map.of());
        deployBoth(fairlead);
        Fairlead.Restart few = fairlead.restart(Fairlead.path(SCRIPT), "Ada");
        memory(fairlead, "one function");
        long start = System.nanoTime();
        new ManyFunctions(fairlead, examples.resolve("hello-javascript/index.js"))
                .deploy(functions);
        report.figure("to deploy all of them, s", millisSince(start) / 1000);
        Fairlead.Restart many = fairlead.restart(Fairlead.path("f" + (functions - 1)), "Ada");
        report.figure(
                "added time to first answer after a restart, ms", many.answerMs() - few.answerMs());
        report.figure("added time to ready, ms", many.readyMs() - few.readyMs());
        memory(fairlead, functions + " functions");
        fairlead.stop();
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return Load.part(sorted, 0.5);
    }
}
