package dev.fairlead.cli.variables;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.functions.FunctionOptions;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/// `env remove`: takes a variable away.
@Command(
        name = "remove",
        description = "Remove a build variable or secret.",
        footer = {"", "Example: fairlead env remove demo/hello MODE"})
final class RemoveEnvCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();
    @Mixin private FunctionOptions function = new FunctionOptions();

    @Parameters(index = "1", paramLabel = "NAME", description = "the variable's name")
    private String name = "";

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        var call =
                ApiClient.Call.delete(
                        "/functions/" + function.find(api).id() + "/build-variables/" + name);
        if (!terminal.printed(api, call)) {
            api.send(call);
            terminal.out().println(terminal.json() ? "{}" : "removed " + name);
        }
        return ExitCode.OK.number();
    }
}
