package dev.fairlead.cli.variables;

import dev.fairlead.cli.output.ExitCode;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/// `env`: the variables that a function's builds see.
@Command(
        name = "env",
        description = "Variables and secrets of a function's builds.",
        footer = {"", "Example: fairlead env set demo/hello MODE=production"},
        subcommands = {ListEnvCommand.class, SetEnvCommand.class, RemoveEnvCommand.class})
public final class EnvCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        CommandLine command = spec.commandLine();
        command.usage(command.getErr());
        return ExitCode.USAGE.number();
    }
}
