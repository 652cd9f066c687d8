package dev.fairlead.cli.releases;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.functions.FunctionOptions;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.output.Table;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.DifferenceJson;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import java.util.concurrent.Callable;

/// `compare`: what tells two versions apart.
@Command(
        name = "compare",
        description = "Show what tells two versions apart: source, artifact, settings.",
        footer = {"", "Example: fairlead compare demo/hello 6 7"})
public final class CompareCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();
    @Mixin private FunctionOptions function = new FunctionOptions();

    @Parameters(index = "1", paramLabel = "FROM", description = "a version's number")
    private int from;

    @Parameters(index = "2", paramLabel = "TO", description = "another's")
    private int to;

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        var call =
                ApiClient.Call.get(
                        "/functions/"
                                + function.find(api).id()
                                + "/versions/"
                                + to
                                + "/differences?from="
                                + from);
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        JsonNode answer = api.send(call);
        if (terminal.printed(api, answer)) {
            return ExitCode.OK.number();
        }
        if (answer.path("differences").isEmpty()) {
            terminal.out().println("they differ in nothing");
            return ExitCode.OK.number();
        }
        var table = new Table("WHAT", "VERSION " + from, "VERSION " + to);
        for (JsonNode item : answer.path("differences")) {
            DifferenceJson one = api.as(item, DifferenceJson.class);
            table.row(one.what(), shown(one.from()), shown(one.to()));
        }
        table.print(terminal.out());
        return ExitCode.OK.number();
    }

    private static String shown(@Nullable String value) {
        if (value == null) {
            return "-";
        }
        return value.length() > 24 ? value.substring(0, 12) : value;
    }
}
