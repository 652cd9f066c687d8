package dev.fairlead.benchmarks;

import dev.fairlead.benchmarks.measuring.Answers;
import dev.fairlead.benchmarks.measuring.Load;
import dev.fairlead.benchmarks.measuring.Processes;
import dev.fairlead.benchmarks.measuring.Report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// From a saved edit to its answer by `fairlead dev`.
final class DevFigures {
    private static final int RUNS = 7;
    private static final Pattern ADDRESS = Pattern.compile("http://\\S+/fn/dev/\\S+");

    private final Processes processes;
    private final Path home;
    private final Report report;

    DevFigures(Processes processes, Path home, Report report) {
        this.processes = processes;
        this.home = home;
        this.report = report;
    }

    /// `greeting` is a text of `file` that the answer begins with.
    void measure(String language, Path folder, String file, String greeting)
            throws IOException, InterruptedException {
        int port = Processes.freePort();
        Process dev =
                processes.start(
                        "dev-" + language,
                        Map.of(),
                        List.of(
                                home.resolve("fairlead").toString(),
                                "dev",
                                folder.toString(),
                                "--port",
                                Integer.toString(port)));
        String url = address(processes.folder().resolve("dev-" + language + ".out"));
        Path edited = folder.resolve(file);
        String source = Files.readString(edited);
        var times = new double[RUNS];
        Answers.await(url, greeting + "Ada");
        for (int i = 0; i < RUNS; i++) {
            String next = "Edit " + i + ", ";
            long start = System.nanoTime();
            Files.writeString(edited, source.replace(greeting, next));
            Answers.await(url, next + "Ada");
            times[i] = (System.nanoTime() - start) / 1e6;
            // Nobody saves the next edit in the moment of the answer.
            TimeUnit.SECONDS.sleep(1);
        }
        Files.writeString(edited, source);
        processes.stop(dev);
        report.figure(
                language + ": `dev`, saved edit to its answer, median ms", Load.median(times));
    }

    /// What it printed: the function's address comes first.
    private static String address(Path out) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < end) {
            Matcher address = ADDRESS.matcher(Files.readString(out));
            if (address.find()) {
                return address.group() + "?name=Ada";
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        throw new IOException("dev told no address; see " + out);
    }
}
