import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Figures: load by wrk, CPU and memory as the kernel counts them.
final class Measure {
    private Measure() {}

    /// What a load gave: rate, latencies in milliseconds, CPU of the server for one request.
    record Load(double perSecond, double p50, double p99, double cpuMicros) {}

    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern LATENCY = Pattern.compile("(50|99)%\\s+([0-9.]+)(us|ms|s)");

    /// Loads `url` with wrk and reads what process `pid` spent on it.
    static Load wrk(String name, String url, long pid, int connections, int duration)
            throws Exception {
        long before = cpuTicks(pid);
        Process process =
                new ProcessBuilder(
                                "wrk",
                                "-t" + Math.min(2, connections),
                                "-c" + connections,
                                "-d" + duration + "s",
                                "--latency",
                                url)
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        long ticks = cpuTicks(pid) - before;
        if (output.contains("Non-2xx")) {
            throw new IOException(name + " failed under load:\n" + output);
        }
        Matcher rate = RATE.matcher(output);
        double perSecond = rate.find() ? Double.parseDouble(rate.group(1)) : 0;
        double[] at = new double[2];
        Matcher latency = LATENCY.matcher(output);
        while (latency.find()) {
            double unit = switch (latency.group(3)) {
                case "us" -> 0.001;
                case "ms" -> 1;
                default -> 1000;
            };
            at[latency.group(1).equals("50") ? 0 : 1] = Double.parseDouble(latency.group(2)) * unit;
        }
        return new Load(perSecond, at[0], at[1], ticks * 10_000.0 / Math.max(1, perSecond * duration));
    }

    /// User and system time of a process in ticks of 10 ms (proc(5), `/proc/{pid}/stat`).
    private static long cpuTicks(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    static long memory(long pid, String field) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup")).stream()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    static String json(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(e -> "\"" + e.getKey() + "\":" + json(e.getValue()))
                            .collect(Collectors.joining(",\n ", "{", "}"));
            case Number number -> number.toString();
            default -> "\"" + value + "\"";
        };
    }}
