package dev.fairlead.cli.apps;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.functions.FunctionOptions;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.output.Table;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.FunctionResponse;
import dev.fairlead.model.wire.InstanceJson;
import dev.fairlead.model.wire.UsageJson;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;

/// `instances`: what runs of an app, and why.
@Command(
        name = "instances",
        description = "List an app's instances, what each does and why it is there.",
        footer = {"", "Example: fairlead instances shop/web --usage"})
public final class InstancesCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();
    @Mixin private FunctionOptions function = new FunctionOptions();

    @Option(names = "--usage", description = "also what each takes of processor and memory")
    private boolean usage;

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        FunctionResponse found = function.find(api);
        String path = "/functions/" + found.id() + "/instances";
        var call = ApiClient.Call.get(usage ? path + "?usage=true" : path);
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        JsonNode answer = api.send(call);
        if (terminal.printed(api, answer)) {
            return ExitCode.OK.number();
        }
        if (answer.path("items").isEmpty()) {
            terminal.out().println(none(found));
            return ExitCode.OK.number();
        }
        boolean stack = found.kind().equals("stack");
        table(api, answer, stack).print(terminal.out());
        String health = answer.path("health").asString();
        if (stack) {
            terminal.out().println(found.name() + " is " + health);
        }
        return ExitCode.OK.number();
    }

    private Table table(ApiClient api, JsonNode answer, boolean stack) {
        var head = new ArrayList<>(List.of("INSTANCE", stack ? "SERVICE" : "VERSION", "STATE"));
        head.addAll(usage ? List.of("REQUESTS", "CPU", "MEMORY") : List.of("REQUESTS"));
        head.addAll(List.of("SINCE", "ADDRESS", "WHY"));
        var table = new Table(head.toArray(String[]::new));
        for (JsonNode item : answer.path("items")) {
            InstanceJson one = api.as(item, InstanceJson.class);
            var row = new ArrayList<Object>(List.of(orDash(one.name()), part(one), one.state()));
            row.add(one.requests());
            if (usage) {
                row.add(one.usage() == null ? "-" : cpu(one.usage()));
                row.add(one.usage() == null ? "-" : memory(one.usage()));
            }
            row.addAll(List.of(one.since(), orDash(one.address()), one.why()));
            table.row(row.toArray());
        }
        return table;
    }

    private static String orDash(@Nullable String text) {
        return text == null ? "-" : text;
    }

    private static String part(InstanceJson one) {
        String version = Integer.toString(one.version());
        return one.service() == null ? version : one.service() + " (version " + version + ")";
    }

    private static String cpu(UsageJson usage) {
        return String.format(Locale.ROOT, "%.1f %%", usage.cpuPercent());
    }

    private static String memory(UsageJson usage) {
        return mebibytes(usage.memoryBytes())
                + " of "
                + mebibytes(usage.memoryLimitBytes())
                + " MiB";
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1_048_576.0);
    }

    private static String none(FunctionResponse service) {
        if (!Set.of("app", "stack").contains(service.kind())) {
            return service.name()
                    + " is no app and no stack but a "
                    + service.kind()
                    + ": it has no instances";
        }
        return service.liveVersion() == null
                ? "nothing is deployed yet; `fairlead deploy` does"
                : "none runs; the next request starts one";
    }
}
