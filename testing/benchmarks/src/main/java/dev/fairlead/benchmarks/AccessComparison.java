package dev.fairlead.benchmarks;

import dev.fairlead.benchmarks.measuring.Fairlead;
import dev.fairlead.benchmarks.measuring.Load;
import dev.fairlead.benchmarks.measuring.Processes;
import dev.fairlead.benchmarks.measuring.Report;
import dev.fairlead.benchmarks.measuring.Target;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What knowing who asks costs: at the gateway beside asking nobody, and in an installation of many
/// tenants beside one of few.
final class AccessComparison {
    private static final int CONNECTIONS = 64;
    private static final int WARM_UP_SECONDS = 15;
    private static final int ROUNDS = 7;
    private static final int FEW = 10;
    private static final int MANY = 10_000;
    private static final int SIGN_INS = 41;
    private static final int LISTS = 401;

    private final Processes processes;
    private final Path home;
    private final int seconds;
    private final Report report;
    private final Load load;

    AccessComparison(Processes processes, Path home, int seconds, Report report) {
        this.processes = processes;
        this.home = home;
        this.seconds = seconds;
        this.report = report;
        this.load = new Load(processes);
    }

    /// What can be measured by itself.
    enum Part {
        GATEWAY,
        TENANTS
    }

    void run(Set<Part> parts) throws IOException, InterruptedException {
        if (parts.contains(Part.GATEWAY)) {
            gateway();
        }
        if (parts.contains(Part.TENANTS)) {
            tenants();
        }
    }

    /// The same module and the same requests, credential and all: one function asks for it, one is
    /// limited, one does neither. They take turns, so that a slow minute meets all of them.
    private void gateway() throws IOException, InterruptedException {
        report.heading("Who asks, and how often");
        var fairlead = new Fairlead(processes, home, "access", Map.of());
        Path module = home.resolve("examples/hello-handler/hello.wasm");
        fairlead.deploy("open", module);
        fairlead.deploy("known", module, "--access", "authenticated");
        fairlead.deploy("limited", module, "--rate-limit", "1000000/1s,per=function");
        String credential = "authorization: Bearer " + fairlead.key();
        var targets = new ArrayList<Target>();
        for (String name : List.of("open", "known", "limited")) {
            targets.add(fairlead.target(name, Fairlead.path(name)).with(credential));
        }
        for (Target target : targets) {
            load.full(target, CONNECTIONS, WARM_UP_SECONDS);
        }
        var rates = new double[targets.size()][ROUNDS];
        var cpu = new double[targets.size()][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < targets.size(); i++) {
                Load.Full full = load.full(targets.get(i), CONNECTIONS, seconds);
                rates[i][round] = full.perSecond();
                cpu[i][round] = full.cpuMicros();
            }
        }
        for (int i = 1; i < targets.size(); i++) {
            String name = targets.get(i).name();
            report.figure(
                    "open / " + name + ", throughput, median of pairs", ratio(rates[0], rates[i]));
            report.figure(
                    name + " - open, CPU us per request, median of pairs",
                    difference(cpu[i], cpu[0]));
        }
        fairlead.stop();
    }

    private static double ratio(double[] above, double[] below) {
        var ratios = new double[above.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = above[i] / below[i];
        }
        return Load.median(ratios);
    }

    private static double difference(double[] from, double[] take) {
        var rest = new double[from.length];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = from[i] - take[i];
        }
        return Load.median(rest);
    }

    private void tenants() throws IOException, InterruptedException {
        report.heading(MANY + " organizations of 100 users, beside " + FEW);
        try (var few = new ManyTenants(processes, home, "few", FEW);
                var many = new ManyTenants(processes, home, "many", MANY)) {
            for (ManyTenants.Question question : ManyTenants.Question.values()) {
                int times = question == ManyTenants.Question.SIGN_IN ? SIGN_INS : LISTS;
                var small = new double[times];
                var large = new double[times];
                for (int i = 0; i < times; i++) {
                    few.millis(question);
                    many.millis(question);
                }
                for (int i = 0; i < times; i++) {
                    // Whoever comes second meets what the first one left to do.
                    if (i % 2 == 0) {
                        small[i] = few.millis(question);
                        large[i] = many.millis(question);
                    } else {
                        large[i] = many.millis(question);
                        small[i] = few.millis(question);
                    }
                }
                report.figure(question + " with " + FEW + ", median ms", Load.median(small));
                report.figure(question + " with " + MANY + ", median ms", Load.median(large));
                report.figure(question + ", many / few", Load.median(large) / Load.median(small));
            }
        }
    }
}
