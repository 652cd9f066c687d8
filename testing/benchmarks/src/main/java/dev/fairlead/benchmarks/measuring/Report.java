package dev.fairlead.benchmarks.measuring;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// The figures of one run: printed as they come, kept for a file.
public final class Report {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Map<String, Object> figures = new LinkedHashMap<>();

    /// Keeps what describes the run: cores, versions, durations.
    public void fact(String what, Object value) {
        figures.put(what, value);
    }

    /// Keeps and prints one figure; `what` ends in its unit.
    public void figure(String what, double value) {
        System.out.printf("%-64s %12.2f%n", what, value);
        figures.put(what, value);
    }

    public void heading(String text) {
        System.out.printf("%n%s%n", text);
    }

    public void full(Target target, int connections, Load.Full load) {
        System.out.printf(
                "  %-22s %10.0f req/s  p50 %7.2f ms  p99 %7.2f ms  CPU %7.1f us/req%n",
                target.name(), load.perSecond(), load.p50Ms(), load.p99Ms(), load.cpuMicros());
        figures.put(target.name() + " @" + connections, load);
    }

    public void steady(Target target, int rate, Load.Steady load) {
        System.out.printf(
                "  %-22s p50 %7.3f ms  p99 %7.3f ms%n", target.name(), load.p50Ms(), load.p99Ms());
        figures.put(target.name() + " at " + rate + " req/s", load);
    }

    public void write(Path file) {
        JSON.writeValue(file, figures);
    }
}
