package dev.fairlead.cli.executions;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.functions.FunctionOptions;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.Callable;

/// `logs`: what a function wrote.
@Command(
        name = "logs",
        description = "Show what a function logged, oldest first; -f goes on as it happens.",
        footer = {"", "Example: fairlead logs -f demo/hello"})
public final class LogsCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();
    @Mixin private FunctionOptions function = new FunctionOptions();

    @Option(
            names = {"-f", "--follow"},
            description = "go on until Ctrl-C")
    private boolean follow;

    @Option(names = "--tail", description = "the last so many lines (default: ${DEFAULT-VALUE})")
    private int tail = 100;

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        String id = function.find(api).id();
        var call =
                ApiClient.Call.get("/functions/" + id + "/logs?limit=" + Math.clamp(tail, 1, 200));
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
                        "%s %-5s v%s %s%n",
                        line.path("at").asString(""),
                        line.path("level").asString(""),
                        line.path("version").asString(""),
                        line.path("text").asString(""));
        if (terminal.out().checkError()) {
            throw new IllegalStateException("nobody reads the output of " + api.url());
        }
    }
}
