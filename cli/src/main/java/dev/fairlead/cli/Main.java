package dev.fairlead.cli;

import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;

import picocli.CommandLine;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The way in.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine(System.err, List.of(args)).execute(args));
    }

    /// The commands with their output and environment elsewhere, for tests.
    public static CommandLine commandLine(
            PrintStream err, PrintStream out, Map<String, String> environment) {
        return commandLine(err, out, environment, System.in);
    }

    /// The same with standard input elsewhere, too.
    public static CommandLine commandLine(
            PrintStream err, PrintStream out, Map<String, String> environment, InputStream in) {
        CommandLine commandLine = commandLine(err, List.of());
        commandLine.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        redirect(
                commandLine,
                terminal -> {
                    terminal.use(out, environment);
                    terminal.use(in);
                });
        return commandLine;
    }

    private static void redirect(CommandLine parent, Consumer<Terminal> redirected) {
        for (CommandLine command : parent.getSubcommands().values()) {
            if (command.getMixins().get("terminal") instanceof Terminal terminal) {
                redirected.accept(terminal);
            }
            redirect(command, redirected);
        }
    }

    /// The commands that `arguments` may mean, with failures on `err` as one clear message and an
    /// exit code for scripts.
    private static CommandLine commandLine(PrintStream err, List<String> arguments) {
        CommandLine commandLine = FairleadCommand.with(arguments);
        var completion = commandLine.getSubcommands().get("generate-completion");
        if (completion != null) {
            commandLine.addSubcommand("completion", completion);
            completion.getCommandSpec().usageMessage().hidden(false);
        }
        commandLine.setExecutionExceptionHandler((failure, _, _) -> {
            if (failure instanceof CommandFailed told) {
                err.println("fairlead: " + told.getMessage());
                return told.exitCode().number();
            }
            throw failure;
        });
        commandLine.setExitCodeExceptionMapper(_ -> ExitCode.FAILED.number());
        return commandLine;
    }
}
