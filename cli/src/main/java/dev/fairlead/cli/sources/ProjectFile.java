package dev.fairlead.cli.sources;

import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// `fairlead.yaml`: what a folder deploys as.
public record ProjectFile(Map<String, Object> values) {
    public static final String NAME = "fairlead.yaml";

    /// A file that says nothing.
    public static final ProjectFile NOTHING = new ProjectFile(Map.of());

    private static final Set<String> KEYS =
            Set.of(
                    "project",
                    "name",
                    "kind",
                    "language",
                    "source",
                    "publish",
                    "targets",
                    "upstream",
                    "access",
                    "rateLimit",
                    "signedHeaders",
                    "cache",
                    "image",
                    "dockerfile",
                    "target",
                    "args",
                    "runtime",
                    "base",
                    "contract",
                    "port",
                    "command",
                    "health",
                    "user",
                    "writable",
                    "cpus",
                    "egress",
                    "compose",
                    "entry",
                    "profiles");

    public ProjectFile {
        values = Map.copyOf(values);
    }

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
            var read = new LinkedHashMap<String, Object>();
            values.forEach((key, value) -> {
                String name = String.valueOf(key);
                if (!KEYS.contains(name)) {
                    throw new CommandFailed(
                            ExitCode.USAGE, file + ": unknown key '" + name + "'; known: " + KEYS);
                }
                if (value != null) {
                    read.put(name, value);
                }
            });
            return new ProjectFile(read);
        } catch (IOException | YAMLException e) {
            throw new CommandFailed(ExitCode.USAGE, file + ": " + e.getMessage());
        }
    }

    private Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key)).map(String::valueOf);
    }

    public Optional<String> project() {
        return text("project");
    }

    public Optional<String> name() {
        return text("name");
    }

    /// What it is: a function, a site, a proxy, an app, a stack.
    public Optional<String> kind() {
        return text("kind");
    }

    public Optional<String> language() {
        return text("language");
    }

    public Optional<String> source() {
        return text("source");
    }

    /// Of a site: the folder with its files.
    public Optional<String> publish() {
        return text("publish");
    }

    /// Of a stack: whether it says where its compose file is.
    public boolean hasCompose() {
        return values.containsKey("compose");
    }

    /// Of an app: whether it says where its Dockerfile is, or which image it takes.
    public boolean hasImage() {
        return values.containsKey("dockerfile") || values.containsKey("image");
    }

    /// Of an app without a Dockerfile: whether it says what runs it.
    public boolean hasRuntime() {
        return values.containsKey("runtime") || values.containsKey("base");
    }

    public Optional<String> access() {
        return text("access");
    }

    public Optional<String> rateLimit() {
        return text("rateLimit");
    }

    public Optional<String> signedHeaders() {
        return text("signedHeaders");
    }

    /// What is said of kept answers: `enabled`, `default` or `ignore` of the key `cache`, which may
    /// also be on or off as a whole.
    public Optional<String> cache(String what) {
        return switch (values.get("cache")) {
            case null -> Optional.empty();
            case Map<?, ?> said -> Optional.ofNullable(said.get(what)).map(ProjectFile::listed);
            case Object whole ->
                    what.equals("enabled") ? Optional.of(String.valueOf(whole)) : Optional.empty();
        };
    }

    private static String listed(Object value) {
        return value instanceof List<?> all
                ? all.stream().map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(value);
    }

    /// Of a proxy: where its requests go, as the API takes it.
    public Map<String, Object> upstream() {
        var upstream = new LinkedHashMap<String, Object>();
        if (values.get("upstream") instanceof Map<?, ?> said) {
            said.forEach((key, value) -> upstream.put(String.valueOf(key), value));
        }
        Object targets = values.get("targets");
        if (targets != null) {
            upstream.put("targets", targets);
        }
        return upstream;
    }
}
