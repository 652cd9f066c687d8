package dev.fairlead.cli.terminal;

import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A value that is typed, or read from standard input: secrets do not belong on a command line.
public final class Typed {
    private Typed() {}

    public static String value(Terminal terminal, String name, boolean secret) {
        Optional<Console> person =
                Optional.ofNullable(System.console()).filter(Console::isTerminal);
        if (person.isPresent()) {
            char[] typed =
                    secret
                            ? person.get().readPassword("%s: ", name)
                            : String.valueOf(person.get().readLine("%s: ", name)).toCharArray();
            return typed == null ? "" : new String(typed);
        }
        return text(terminal).strip();
    }

    public static String text(Terminal terminal) {
        try {
            return new String(terminal.in().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.FAILED, "cannot read standard input: " + e.getMessage());
        }
    }
}
