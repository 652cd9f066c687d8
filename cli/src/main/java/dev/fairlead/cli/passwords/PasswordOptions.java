package dev.fairlead.cli.passwords;

import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.cli.terminal.Typed;
import dev.fairlead.model.wire.FunctionResponse;
import dev.fairlead.model.wire.PasswordUserJson;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who may come with a password. Passwords are typed or come from a file, never from arguments.
public final class PasswordOptions {
    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "may come with a password, which is asked for; may be given again")
    private @Nullable List<String> users;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "has the passwords of --user, a line each; - for standard input")
    private @Nullable Path file;

    /// Those that are named, with their passwords.
    public List<PasswordUserJson> users(Terminal terminal) {
        List<String> names = users == null ? List.of() : users;
        Optional<List<String>> lines = lines(terminal);
        if (lines.isPresent() && lines.get().size() != names.size()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "--password-file: it has "
                            + lines.get().size()
                            + " lines for "
                            + names.size()
                            + " of --user");
        }
        var all = new ArrayList<PasswordUserJson>();
        for (String name : names) {
            String password =
                    lines.map(some -> some.get(all.size())).orElseGet(() -> typed(terminal, name));
            all.add(new PasswordUserJson(name, password));
        }
        return all;
    }

    /// The list of a service after these and without `removed`; empty where it stays as it is.
    public Optional<List<PasswordUserJson>> changed(
            Terminal terminal, FunctionResponse service, List<String> removed) {
        List<PasswordUserJson> named = users(terminal);
        if (named.isEmpty() && removed.isEmpty()) {
            return Optional.empty();
        }
        var all = new LinkedHashMap<String, PasswordUserJson>();
        if (service.users() != null) {
            service.users().forEach(user -> all.put(String.valueOf(user.name()), user));
        }
        for (String name : removed) {
            if (all.remove(name) == null) {
                throw new CommandFailed(
                        ExitCode.USAGE,
                        "--remove-user: there is no '" + name + "'; known: " + all.keySet());
            }
        }
        named.forEach(user -> all.put(String.valueOf(user.name()), user));
        return Optional.of(List.copyOf(all.values()));
    }

    /// Where a list of `service` is changed: not if somebody else changed it meanwhile.
    public static Map<String, String> unlessChanged(FunctionResponse service) {
        return Map.of("if-match", "\"" + service.revision() + "\"");
    }

    private Optional<List<String>> lines(Terminal terminal) {
        if (file == null || terminal.curl()) {
            return Optional.empty();
        }
        try {
            String text =
                    file.toString().equals("-") ? Typed.text(terminal) : Files.readString(file);
            return Optional.of(text.lines().toList());
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.USAGE, "cannot read " + file + ": " + e.getMessage());
        }
    }

    private static String typed(Terminal terminal, String name) {
        // A printed request is for reading, not for keeping.
        return (terminal.curl() ? Optional.of("…") : terminal.askHidden("password of " + name))
                .orElseThrow(() ->
                        new CommandFailed(
                                ExitCode.USAGE,
                                "nobody is there to type the password of "
                                        + name
                                        + "; --password-file reads it"));
    }
}
