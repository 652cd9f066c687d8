package dev.fairlead.cli.functions;

import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `fairlead.yaml`: what a folder deploys as. Keys: `project`, `name`, `language`, `source`,
/// `access`, `rateLimit`, `signedHeaders`.
public record ProjectFile(
        Optional<String> project,
        Optional<String> name,
        Optional<String> language,
        Optional<String> source,
        Optional<String> access,
        Optional<String> rateLimit,
        Optional<String> signedHeaders) {
    public static final String NAME = "fairlead.yaml";

    /// A file that says nothing.
    public static final ProjectFile NOTHING =
            new ProjectFile(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    private static final Set<String> KEYS =
            Set.of("project", "name", "language", "source", "access", "rateLimit", "signedHeaders");

    /// The file in `folder`, or one with nothing in it.
    public static ProjectFile read(Path folder) {
        Path file = folder.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            return NOTHING;
        }
        try {
            Object loaded =
                    new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
            if (!(loaded instanceof Map<?, ?> values)) {
                throw new CommandFailed(ExitCode.USAGE, file + ": must be a mapping of keys");
            }
            for (Object key : values.keySet()) {
                if (!KEYS.contains(String.valueOf(key))) {
                    throw new CommandFailed(
                            ExitCode.USAGE, file + ": unknown key '" + key + "'; known: " + KEYS);
                }
            }
            return new ProjectFile(
                    text(values, "project"),
                    text(values, "name"),
                    text(values, "language"),
                    text(values, "source"),
                    text(values, "access"),
                    text(values, "rateLimit"),
                    text(values, "signedHeaders"));
        } catch (IOException | YAMLException e) {
            throw new CommandFailed(ExitCode.USAGE, file + ": " + e.getMessage());
        }
    }

    private static Optional<String> text(Map<?, ?> values, String key) {
        return Optional.ofNullable(values.get(key)).map(String::valueOf);
    }
}
