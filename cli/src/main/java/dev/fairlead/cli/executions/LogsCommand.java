package dev.fairlead.cli.executions;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.functions.FunctionOptions;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.output.Moments;
import dev.fairlead.cli.terminal.Terminal;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;

/// `logs`: what a function wrote, or the instances of an app printed.
@Command(
        name = "logs",
        description =
                "Show what a function logged or an app printed, oldest first; -f goes on as it"
                        + " happens.",
        footer = {
            "",
            "Example: fairlead logs -f demo/hello",
            "         fairlead logs demo/shop --since 2h --text error"
        })
public final class LogsCommand implements Callable<Integer> {
    private static final int MOST_AT_ONCE = 200;

    @Mixin private Terminal terminal = new Terminal();
    @Mixin private FunctionOptions function = new FunctionOptions();

    @Option(
            names = {"-f", "--follow"},
            description = "go on until Ctrl-C")
    private boolean follow;

    @Option(names = "--tail", description = "the last so many lines (default: ${DEFAULT-VALUE})")
    private int tail = 100;

    @Option(names = "--since", description = "not before: 10m, 2h, 7d or 2026-01-31T10:00:00Z")
    private @Nullable String since;

    @Option(names = "--text", description = "lines that have it, in whatever case")
    private @Nullable String text;

    @Option(names = "--version", paramLabel = "NUMBER", description = "only this version's")
    private @Nullable Integer version;

    @Option(
            names = "--instance",
            paramLabel = "ID",
            description = "only this one's, as `fairlead instances` names it")
    private @Nullable String instance;

    /// Its own `--version` leaves no room for the usual two.
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    void help(boolean asked) {
        // It is shown in place of what the command does.
    }

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        String id = function.find(api).id();
        var query = new LinkedHashMap<String, @Nullable String>();
        query.put("limit", Integer.toString(Math.clamp(tail, 1, MOST_AT_ONCE)));
        query.put("since", Moments.of(since));
        query.put("text", text);
        query.put("version", version == null ? null : version.toString());
        query.put("instance", instance);
        var call = ApiClient.Call.get("/functions/" + id + "/logs" + ApiClient.query(query));
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        if (follow) {
            api.follow(call.path() + "&follow=true", (_, line) -> print(api, line));
            return ExitCode.OK.number();
        }
        var lines = new ArrayList<JsonNode>();
        api.send(call).path("items").forEach(lines::add);
        Collections.reverse(lines);
        lines.forEach(line -> print(api, line));
        return ExitCode.OK.number();
    }

    private void print(ApiClient api, JsonNode line) {
        if (terminal.json()) {
            terminal.out().println(line.toString());
            return;
        }
        terminal.out()
                .printf(
                        "%s %-5s v%s %s%s%n",
                        line.path("at").asString(""),
                        line.path("level").asString(""),
                        line.path("version").asString(""),
                        of(line),
                        line.path("text").asString(""));
        if (terminal.out().checkError()) {
            throw new IllegalStateException("nobody reads the output of " + api.url());
        }
    }

    /// Which instance printed it, and of which service of a stack.
    private static String of(JsonNode line) {
        String instance = line.path("instance").asString("");
        String service = line.path("service").asString("");
        if (instance.isEmpty()) {
            return "";
        }
        return (service.isEmpty() ? instance : service + "/" + instance) + " ";
    }
}
