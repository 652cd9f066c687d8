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
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// `create`: a folder that deploys as it is.
@Command(
        name = "create",
        description = "Make a folder with a function that can be deployed at once.",
        footer = {"", "Example: fairlead create hello --template javascript"})
public final class CreateCommand implements Callable<Integer> {
    /// Template names and the files of each, which lie in `templates/` of this jar.
    private static final Map<String, List<String>> TEMPLATES =
            Map.of(
                    "javascript", List.of("index.js"),
                    "assemblyscript", List.of("index.ts"),
                    "wasm", List.of("hello.wasm", "hello.c"));

    @Mixin private Terminal terminal = new Terminal();

    @Parameters(index = "0", paramLabel = "NAME", description = "the function's name; a new folder")
    private @Nullable String name;

    @Option(
            names = "--template",
            description = "javascript, assemblyscript or wasm (default: ${DEFAULT-VALUE})")
    private String template = "javascript";

    @Override
    public Integer call() {
        List<String> files = TEMPLATES.get(template);
        if (files == null) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "no template '"
                            + template
                            + "'; there are "
                            + TEMPLATES.keySet().stream().sorted().toList());
        }
        Path folder = Path.of(String.valueOf(name)).toAbsolutePath();
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
        write(folder, called, files);
        terminal.out().println("made " + folder);
        terminal.out().println("next: fairlead deploy " + name);
        return ExitCode.OK.number();
    }

    private void write(Path folder, String called, List<String> files) {
        try {
            Files.createDirectories(folder);
            for (String file : files) {
                try (InputStream in = resource(template + "/" + file)) {
                    Files.copy(in, folder.resolve(file));
                }
            }
            String source = template.equals("wasm") ? "source: hello.wasm\n" : "";
            Files.writeString(
                    folder.resolve(ProjectFile.NAME),
                    "name: " + called + "\nlanguage: " + template + "\n" + source);
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.FAILED, "cannot write " + folder + ": " + e.getMessage());
        }
    }

    private static InputStream resource(String name) {
        InputStream in = CreateCommand.class.getResourceAsStream("/templates/" + name);
        if (in == null) {
            throw new IllegalStateException("the template " + name + " is not in the jar");
        }
        return in;
    }
}
