package dev.fairlead.cli.releases;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.functions.FunctionOptions;
import dev.fairlead.cli.functions.StrategyOptions;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.FiguresJson;
import dev.fairlead.model.wire.RolloutResponse;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// `rollouts`: a version gets more and more of the requests, as long as it does well.
@Command(
        name = "rollouts",
        description =
                "List a function's rollouts; or begin one, watch it, take it further or back.",
        footer = {
            "",
            "Example: fairlead rollouts demo/hello",
            "Example: fairlead rollouts begin demo/hello --version 8 --steps 10@30s,50@1m",
            "Example: fairlead rollouts watch rol_01K..."
        })
public final class RolloutsCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();
    @Mixin private FunctionOptions function = new FunctionOptions();

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        return terminal.list(
                api,
                "/functions/" + function.find(api).id() + "/rollouts",
                "nothing was rolled out yet",
                new Terminal.Columns(
                        List.of(
                                "ROLLOUT",
                                "ENVIRONMENT",
                                "FROM",
                                "TO",
                                "STATE",
                                "WEIGHT",
                                "REASON"),
                        item -> {
                            RolloutResponse one = api.as(item, RolloutResponse.class);
                            return List.of(
                                    one.id(),
                                    one.environment(),
                                    Integer.toString(one.fromVersion()),
                                    Integer.toString(one.toVersion()),
                                    one.state(),
                                    one.weight() + " %",
                                    one.reason() == null ? "" : one.reason());
                        }));
    }

    /// What was counted of each version.
    static Terminal.Columns figures(ApiClient api) {
        return new Terminal.Columns(
                List.of("VERSION", "REQUESTS", "ERRORS", "RATE", "MEAN", "P50", "P95", "P99"),
                item -> {
                    FiguresJson one = api.as(item, FiguresJson.class);
                    return List.of(
                            Integer.toString(one.version()),
                            Long.toString(one.requests()),
                            Long.toString(one.errors()),
                            String.format(Locale.ROOT, "%.2f %%", one.errorRate() * 100),
                            millis(one.meanMs()),
                            millis(one.p50Ms()),
                            millis(one.p95Ms()),
                            millis(one.p99Ms()));
                });
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, "%.1f ms", value);
    }

    @Command(
            name = "begin",
            description = "Move the live traffic to another version, step by step.",
            footer = {"", "Example: fairlead rollouts begin demo/hello --version 8"})
    Integer begin(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "function") FunctionOptions function,
            @Mixin(name = "strategy") StrategyOptions strategy,
            @Option(names = "--version", required = true, description = "which") int version,
            @Option(
                            names = {"-e", "--environment"},
                            description = "where (default: production)")
                    @Nullable String environment) {
        ApiClient api = terminal.api();
        var body = new LinkedHashMap<String, Object>();
        body.put("version", version);
        if (environment != null) {
            body.put("environment", environment);
        }
        if (!strategy.body().isEmpty()) {
            body.put("strategy", strategy.body());
        }
        return terminal.change(
                api,
                api.post("/functions/" + function.find(api).id() + "/rollouts", body),
                answer -> told(api.as(answer, RolloutResponse.class)));
    }

    private static String told(RolloutResponse rollout) {
        String at =
                rollout.id()
                        + " is "
                        + rollout.state()
                        + ": version "
                        + rollout.toVersion()
                        + " has "
                        + rollout.weight()
                        + " % (step "
                        + rollout.step()
                        + " of "
                        + rollout.steps()
                        + ")";
        return rollout.reason() == null ? at : at + "; " + rollout.reason();
    }

    @Command(
            name = "watch",
            description = "Follow a rollout to its end.",
            footer = {"", "Example: fairlead rollouts watch rol_01K..."})
    Integer watch(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "ROLLOUT", description = "its id") String id)
            throws InterruptedException {
        ApiClient api = terminal.api();
        String before = "";
        while (true) {
            JsonNode answer = api.send(ApiClient.Call.get("/rollouts/" + id));
            RolloutResponse rollout = api.as(answer, RolloutResponse.class);
            String now = told(rollout);
            if (!now.equals(before) && !terminal.json()) {
                terminal.out().println(now);
            }
            before = now;
            if (rollout.endedAt() != null) {
                terminal.printed(api, answer);
                return (rollout.state().equals("completed") ? ExitCode.OK : ExitCode.FAILED)
                        .number();
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    @Command(
            name = "advance",
            description = "Take the next step now.",
            footer = {"", "Example: fairlead rollouts advance rol_01K..."})
    Integer advance(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "ROLLOUT", description = "its id") String id) {
        return change(terminal, id, "advance");
    }

    @Command(
            name = "complete",
            description = "Send all requests to the new version now.",
            footer = {"", "Example: fairlead rollouts complete rol_01K..."})
    Integer complete(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "ROLLOUT", description = "its id") String id) {
        return change(terminal, id, "complete");
    }

    @Command(
            name = "pause",
            description = "Stay at this step.",
            footer = {"", "Example: fairlead rollouts pause rol_01K..."})
    Integer pause(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "ROLLOUT", description = "its id") String id) {
        return change(terminal, id, "pause");
    }

    @Command(
            name = "resume",
            description = "Go on; the step begins anew.",
            footer = {"", "Example: fairlead rollouts resume rol_01K..."})
    Integer resume(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "ROLLOUT", description = "its id") String id) {
        return change(terminal, id, "resume");
    }

    @Command(
            name = "abort",
            description = "Send all requests back to the version before.",
            footer = {"", "Example: fairlead rollouts abort rol_01K... --reason 'wrong price'"})
    Integer abort(
            @Mixin(name = "terminal") Terminal terminal,
            @Option(names = "--reason", description = "for those who look later")
                    @Nullable String reason,
            @Parameters(paramLabel = "ROLLOUT", description = "its id") String id) {
        ApiClient api = terminal.api();
        Map<String, String> body = reason == null ? Map.of() : Map.of("reason", reason);
        return terminal.change(
                api,
                api.post("/rollouts/" + id + ":abort", body),
                answer -> told(api.as(answer, RolloutResponse.class)));
    }

    private static Integer change(Terminal terminal, String id, String verb) {
        ApiClient api = terminal.api();
        return terminal.change(
                api,
                api.post("/rollouts/" + id + ":" + verb),
                answer -> told(api.as(answer, RolloutResponse.class)));
    }
}
