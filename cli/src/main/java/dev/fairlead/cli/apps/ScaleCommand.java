package dev.fairlead.cli.apps;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.functions.FunctionOptions;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.output.Seconds;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.FunctionResponse;
import dev.fairlead.model.wire.ScaleJson;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;

/// `scale`: how many instances an app has.
@Command(
        name = "scale",
        description = "Say how many instances an app has; without options, tell.",
        footer = {
            "",
            "Example: fairlead scale shop/web --min 2 --max 8",
            "Example: fairlead scale shop/admin --min 0 --idle 10m"
        })
public final class ScaleCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();
    @Mixin private FunctionOptions function = new FunctionOptions();

    @Option(names = "--min", description = "at least so many; 0 stops all that nobody asks")
    private @Nullable Integer min;

    @Option(names = "--max", description = "at most so many for each version")
    private @Nullable Integer max;

    @Option(
            names = "--target",
            paramLabel = "PERCENT",
            description = "of what instances may do at once, this much is aimed at")
    private @Nullable Integer target;

    @Option(
            names = "--concurrency",
            description = "so many requests at once for each; new instances take over")
    private @Nullable Integer concurrency;

    @Option(
            names = "--idle",
            paramLabel = "TIME",
            description = "where --min is 0: stopped when nobody came for so long, such as 10m")
    private @Nullable String idle;

    @Option(
            names = "--down-delay",
            paramLabel = "TIME",
            description = "fewer run once fewer were enough for so long, such as 1m")
    private @Nullable String downDelay;

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        FunctionResponse found = function.find(api);
        if (!Set.of("app", "stack").contains(found.kind())) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    found.name()
                            + " is no app and no stack but a "
                            + found.kind()
                            + ": it has no instances");
        }
        Map<String, Object> changes = changes();
        String path = "/functions/" + found.id();
        var call = changes.isEmpty() ? ApiClient.Call.get(path) : api.put(path, changes);
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        JsonNode answer = api.send(call);
        if (!terminal.printed(api, answer)) {
            told(api.as(answer, FunctionResponse.class));
        }
        return ExitCode.OK.number();
    }

    private Map<String, Object> changes() {
        var scale = new LinkedHashMap<String, Object>();
        put(scale, "min", min);
        put(scale, "max", max);
        put(scale, "targetPercent", target);
        put(scale, "idleMs", idle == null ? null : Seconds.of("--idle", idle) * 1000);
        put(
                scale,
                "scaleDownDelayMs",
                downDelay == null ? null : Seconds.of("--down-delay", downDelay) * 1000);
        var changes = new LinkedHashMap<String, Object>();
        put(changes, "scale", scale.isEmpty() ? null : scale);
        put(changes, "limits", concurrency == null ? null : Map.of("concurrency", concurrency));
        return changes;
    }

    private static void put(Map<String, Object> to, String name, @Nullable Object value) {
        if (value != null) {
            to.put(name, value);
        }
    }

    private void told(FunctionResponse app) {
        ScaleJson scale = Objects.requireNonNull(app.scale());
        terminal.out()
                .println(
                        "%s/%s: %d to %d instances, %d requests at once each, %d %% of that aimed at"
                                .formatted(
                                        app.project(),
                                        app.name(),
                                        scale.min(),
                                        scale.max(),
                                        app.limits().concurrency(),
                                        scale.targetPercent()));
        terminal.out()
                .println(
                        "fewer after "
                                + time(scale.scaleDownDelayMs())
                                + (Objects.equals(scale.min(), 0)
                                        ? ", none after "
                                                + time(scale.idleMs())
                                                + " without requests"
                                        : ""));
    }

    private static String time(@Nullable Long millis) {
        return Duration.ofMillis(millis == null ? 0 : millis).toSeconds() + " s";
    }
}
