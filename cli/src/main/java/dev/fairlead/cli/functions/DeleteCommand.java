package dev.fairlead.cli.functions;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.FunctionResponse;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.Console;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `delete`: a function with its versions and executions.
@Command(
        name = "delete",
        description = "Delete a function, its versions and its executions. Asks first.",
        footer = {"", "Example: fairlead delete demo/hello --yes"})
public final class DeleteCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();
    @Mixin private FunctionOptions function = new FunctionOptions();

    @Option(
            names = {"-y", "--yes"},
            description = "do not ask")
    private boolean yes;

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        FunctionResponse found = function.find(api);
        var call = ApiClient.Call.delete("/functions/" + found.id());
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        String called = found.project() + "/" + found.name();
        if (!yes) {
            confirm(called);
        }
        api.send(call);
        terminal.out().println(terminal.json() ? "{}" : "deleted " + called);
        return ExitCode.OK.number();
    }

    private static void confirm(String called) {
        Console console =
                Optional.ofNullable(System.console())
                        .filter(Console::isTerminal)
                        .orElseThrow(() ->
                                new CommandFailed(
                                        ExitCode.USAGE,
                                        "nobody to ask; add --yes to delete " + called));
        String answer = console.readLine("Delete %s and all it recorded? [y/N] ", called);
        if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
            throw new CommandFailed(ExitCode.FAILED, "nothing was deleted");
        }
    }
}
