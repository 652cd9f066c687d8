package dev.fairlead.benchmarks;

import dev.fairlead.benchmarks.apps.AppComparison;
import dev.fairlead.benchmarks.measuring.Processes;
import dev.fairlead.benchmarks.measuring.Report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// `fairlead bench functions [--json FILE] [--seconds N] [--idle N] [--only PART]`, `fairlead bench
/// builds [--json FILE] [--seconds N] [--only PART]`, `fairlead bench access [--json FILE]
/// [--seconds N] [--only PART]`, `fairlead bench proxy [--json FILE] [--seconds N]`, `fairlead
/// bench edge [--json FILE] [--seconds N] [--only PART]` and `fairlead bench apps [--json FILE]
/// [--seconds N] [--only PART]`.
public final class Benchmarks {
    private static final String USAGE =
            """
            usage: fairlead bench functions [--json FILE] [--seconds N] [--idle N] [--only PART]
                   fairlead bench builds [--json FILE] [--seconds N] [--only PART]
                   fairlead bench access [--json FILE] [--seconds N] [--only PART]
                   fairlead bench proxy [--json FILE] [--seconds N]
                   fairlead bench edge [--json FILE] [--seconds N] [--only PART]
                   fairlead bench apps [--json FILE] [--seconds N] [--only PART]

              --json FILE    write the figures there too
              --seconds N    length of each load, 5 if left out
              --idle N       how many functions to deploy and leave alone, 10000 if left out
              --only PART    loads, recording or idle; languages, traffic, steps or dev; gateway or
                             tenants; kept, files or routes; starts, serving or idle; all if left out
            """;

    private Benchmarks() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("fairlead.home", "."));
        var rest = new ArrayDeque<>(List.of(args));
        String what = String.valueOf(rest.poll());
        if (!List.of("functions", "builds", "access", "proxy", "edge", "apps").contains(what)) {
            System.err.print(USAGE);
            System.exit(2);
        }
        String json = "";
        int seconds = 5;
        int idle = 10_000;
        String only = "";
        while (!rest.isEmpty()) {
            String flag = rest.remove();
            String value = rest.isEmpty() ? "" : rest.remove();
            switch (flag) {
                case "--json" -> json = value;
                case "--seconds" -> seconds = Integer.parseInt(value);
                case "--only" -> only = value.toUpperCase(Locale.ROOT);
                case "--idle" -> idle = Integer.parseInt(value);
                default -> {
                    System.err.print("unknown flag " + flag + "\n" + USAGE);
                    System.exit(2);
                }
            }
        }
        var report = new Report();
        report.fact("cores", Runtime.getRuntime().availableProcessors());
        report.fact("java", Runtime.version().toString());
        report.fact("secondsPerLoad", seconds);
        try (var processes = new Processes()) {
            if (what.equals("proxy")) {
                new ProxyComparison(processes, seconds, report).run();
            } else if (what.equals("edge")) {
                new EdgeComparison(processes, seconds, report)
                        .run(parts(EdgeComparison.Part.class, only));
            } else if (what.equals("apps")) {
                new AppComparison(processes, seconds, report)
                        .run(parts(AppComparison.Part.class, only));
            } else if (what.equals("access")) {
                new AccessComparison(processes, home, seconds, report)
                        .run(parts(AccessComparison.Part.class, only));
            } else if (what.equals("builds")) {
                new BuildComparison(processes, home, seconds, report)
                        .run(parts(BuildComparison.Part.class, only));
            } else {
                new FunctionComparison(processes, home, seconds, report)
                        .run(parts(FunctionComparison.Part.class, only), idle);
            }
        } finally {
            if (!json.isEmpty()) {
                report.write(Path.of(json));
            }
        }
    }

    private static <P extends Enum<P>> Set<P> parts(Class<P> type, String only) {
        return only.isEmpty() ? EnumSet.allOf(type) : EnumSet.of(Enum.valueOf(type, only));
    }
}
