package dev.fairlead.cli.functions;

import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `create`: a folder that deploys as it is.
@Command(
        name = "create",
        description = {
            "Make a folder with a function that can be deployed at once.",
            "Asks for what is not said; without a terminal, lists the templates."
        },
        footer = {"", "Example: fairlead create hello -t rust"})
public final class CreateCommand implements Callable<Integer> {
    private static final String USUAL = "javascript";

    @Mixin private Terminal terminal = new Terminal();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "the function's name; a new folder")
    private @Nullable String name;

    @Option(
            names = {"-t", "--template"},
            description = "what to start from, named by its language (default: " + USUAL + ")")
    private @Nullable String template;

    @Override
    public Integer call() {
        try {
            List<String> templates = Templates.names();
            String into = Optional.ofNullable(name).or(this::askForName).orElse("");
            if (into.isEmpty()) {
                return list(templates);
            }
            String from =
                    Optional.ofNullable(template)
                            .or(() -> name == null ? askForTemplate(templates) : Optional.empty())
                            .orElse(USUAL);
            if (!templates.contains(from)) {
                throw new CommandFailed(
                        ExitCode.USAGE,
                        "no template '" + from + "'; there are " + String.join(", ", templates));
            }
            return create(into, from);
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.FAILED, "cannot write: " + e.getMessage());
        }
    }

    private Optional<String> askForName() {
        return terminal.ask("The function's name:");
    }

    private Optional<String> askForTemplate(List<String> templates) {
        return terminal.ask("Its template (" + String.join(", ", templates) + ") [" + USUAL + "]:");
    }

    private int list(List<String> templates) {
        terminal.out().println("templates:");
        templates.forEach(one -> terminal.out().println("  " + one));
        terminal.out().println("next: fairlead create NAME -t TEMPLATE");
        return ExitCode.OK.number();
    }

    private int create(String into, String from) throws IOException {
        Path folder = Path.of(into).toAbsolutePath();
        String called = String.valueOf(folder.getFileName());
        if (!called.matches("[a-z](?:[a-z0-9]|-(?!-)){0,29}") || called.endsWith("-")) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "a name has 1-30 of a-z, 0-9 and single '-', and starts with a letter: "
                            + called);
        }
        if (Files.exists(folder)) {
            throw new CommandFailed(ExitCode.USAGE, folder + " is there already");
        }
        Templates.copy(from, folder, called);
        terminal.out().println("made " + folder);
        terminal.out().println("next: fairlead deploy " + into);
        return ExitCode.OK.number();
    }
}
