package dev.fairlead.cli.functions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// How a version gets its requests other than all at once.
public final class StrategyOptions {
    @Option(names = "--strategy", description = "all-at-once (default), canary or blue-green")
    private @Nullable String strategy;

    @Option(
            names = "--steps",
            description = "of a canary, such as 10@30s,50@1m or 5@manual (default: 10, 25, 50)")
    private @Nullable String steps;

    @Option(
            names = "--check",
            paramLabel = "PATH",
            description = "what the version has to answer with 200 before it gets any request")
    private @Nullable String check;

    @Option(
            names = "--max-error-rate",
            paramLabel = "RATE",
            description = "take it back where more fail, such as 0.01")
    private @Nullable Double maxErrorRate;

    @Option(
            names = "--max-latency",
            paramLabel = "MS",
            description = "take it back where more than 5 %% take longer")
    private @Nullable Long maxLatencyMs;

    @Option(
            names = "--min-requests",
            paramLabel = "N",
            description = "how many requests each step waits for (default: 20)")
    private @Nullable Long minRequests;

    @Option(names = "--unguarded", description = "never take it back by itself")
    private boolean unguarded;

    /// As parameters of a query.
    public Map<String, @Nullable String> query() {
        var query = new LinkedHashMap<String, @Nullable String>();
        query.put("strategy", strategy);
        query.put("steps", steps);
        query.put("check", check);
        query.put("maxErrorRate", text(maxErrorRate));
        query.put("maxLatencyMs", text(maxLatencyMs));
        query.put("minRequests", text(minRequests));
        query.put("automatic", unguarded ? "false" : null);
        return query;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    /// As JSON; empty where nothing was said.
    public Map<String, Object> body() {
        var body = new LinkedHashMap<String, Object>();
        put(body, "kind", strategy);
        if (steps != null) {
            body.put("steps", Arrays.asList(steps.split(",", -1)));
        }
        put(body, "check", check);
        put(body, "maxErrorRate", maxErrorRate);
        put(body, "maxLatencyMs", maxLatencyMs);
        put(body, "minRequests", minRequests);
        if (unguarded) {
            body.put("automatic", false);
        }
        return body;
    }

    private static void put(Map<String, Object> body, String name, @Nullable Object value) {
        if (value != null) {
            body.put(name, value);
        }
    }
}
