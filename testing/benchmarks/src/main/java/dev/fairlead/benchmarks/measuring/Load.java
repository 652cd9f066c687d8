package dev.fairlead.benchmarks.measuring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Sends requests to a target: as many as it answers (wrk), or a steady rate (h2load).
public final class Load {
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern LATENCY = Pattern.compile("(50|99)%\\s+([0-9.]+)(us|ms|s)");
    private static final int STEADY_CLIENTS = 50;

    private final Processes processes;

    public Load(Processes processes) {
        this.processes = processes;
    }

    /// What a load at full rate gave. `cpuMicros` is what the target spent on one request.
    public record Full(double perSecond, double p50Ms, double p99Ms, double cpuMicros) {}

    /// Latencies at a steady rate, over every request.
    public record Steady(double p50Ms, double p99Ms) {}

    /// Throws where an answer was not 2xx: its rate would mean nothing.
    public Full full(Target target, int connections, int seconds)
            throws IOException, InterruptedException {
        double before = ProcessFigures.cpuMicros(target.process());
        var command =
                new ArrayList<>(
                        List.of(
                                "wrk",
                                "-t" + Math.min(2, connections),
                                "-c" + connections,
                                "-d" + seconds + "s",
                                "--latency"));
        target.headers().forEach(header -> command.addAll(List.of("-H", header)));
        command.add(target.url());
        String output = run(command.toArray(String[]::new));
        double spent = ProcessFigures.cpuMicros(target.process()) - before;
        if (output.contains("Non-2xx")) {
            throw new IOException(target.name() + " failed under load:\n" + output);
        }
        Matcher rate = RATE.matcher(output);
        double perSecond = rate.find() ? Double.parseDouble(rate.group(1)) : 0;
        return new Full(
                perSecond,
                latency(output, "50"),
                latency(output, "99"),
                spent / Math.max(1, perSecond * seconds));
    }

    /// `rate` requests in a second over keep-alive connections, whatever the answers take.
    public Steady steady(Target target, int rate, int seconds)
            throws IOException, InterruptedException {
        Path log = processes.folder().resolve("steady.log");
        Files.deleteIfExists(log);
        run(
                "h2load",
                "--h1",
                "-c" + STEADY_CLIENTS,
                "--rps=" + rate / STEADY_CLIENTS,
                "-D" + seconds,
                "--log-file=" + log,
                target.url());
        double[] micros = micros(target, log);
        return new Steady(part(micros, 0.5) / 1000, part(micros, 0.99) / 1000);
    }

    /// h2load's log: start in microseconds, status, duration in microseconds, by tabs (h2load(1)).
    private static double[] micros(Target target, Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            List<String[]> rows = lines.map(line -> line.split("\t", -1)).toList();
            if (rows.isEmpty() || rows.stream().anyMatch(row -> !row[1].equals("200"))) {
                throw new IOException(target.name() + " failed at a steady rate; see " + log);
            }
            double[] sorted =
                    rows.stream().mapToDouble(row -> Double.parseDouble(row[2])).toArray();
            Arrays.sort(sorted);
            return sorted;
        }
    }

    public static double part(double[] sorted, double quantile) {
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(sorted.length * quantile))];
    }

    public static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return part(sorted, 0.5);
    }

    private String run(String... command) throws IOException, InterruptedException {
        return processes.finish(processes.folder(), Map.of(), List.of(command));
    }

    private static double latency(String output, String percent) {
        Matcher matcher = LATENCY.matcher(output);
        while (matcher.find()) {
            if (matcher.group(1).equals(percent)) {
                double unit =
                        switch (matcher.group(3)) {
                            case "us" -> 0.001;
                            case "ms" -> 1;
                            default -> 1000;
                        };
                return Double.parseDouble(matcher.group(2)) * unit;
            }
        }
        return 0;
    }
}
