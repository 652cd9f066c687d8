package dev.fairlead.benchmarks;

import dev.fairlead.benchmarks.measuring.Load;
import dev.fairlead.benchmarks.measuring.Report;
import dev.fairlead.sandbox.SandboxSettings;
import dev.fairlead.sandbox.Step;
import dev.fairlead.sandbox.StepLimits;
import dev.fairlead.sandbox.StepRun;
import dev.fairlead.sandbox.bubblewrap.Bubblewrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What the sandbox adds to a step: a program that does nothing, in it and out of it in turn.
final class StepFigures {
    private static final int RUNS = 40;
    private static final List<String> NOTHING = List.of("/usr/bin/true");

    private final Path folder;
    private final Report report;

    StepFigures(Path folder, Report report) {
        this.folder = folder;
        this.report = report;
    }

    void run() throws IOException, InterruptedException {
        report.heading("a step that does nothing");
        var bare = new double[RUNS];
        var apart = new double[RUNS];
        var limits =
                new StepLimits(Duration.ofMinutes(1), 256L << 20, 1, 64, 64L << 20, 1 << 20, true);
        try (var sandbox = Bubblewrap.open(SandboxSettings.in(folder.resolve("sandbox")))) {
            for (int i = 0; i < RUNS; i++) {
                long start = System.nanoTime();
                int exit = new ProcessBuilder(NOTHING).start().waitFor();
                bare[i] = (System.nanoTime() - start) / 1e6;
                Path work = Files.createDirectories(folder.resolve("step-" + i));
                start = System.nanoTime();
                var result = new StepRun(sandbox).run(Step.of(NOTHING, work, limits), _ -> {});
                apart[i] = (System.nanoTime() - start) / 1e6;
                if (exit != 0 || result.exitCode() != 0) {
                    throw new IOException("a step failed");
                }
            }
        }
        report.figure("bare, median ms", Load.median(bare));
        report.figure("in the sandbox, median ms", Load.median(apart));
        report.figure("added, ms", Load.median(apart) - Load.median(bare));
    }
}
