package dev.fairlead.builders.apps;

import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.model.apps.Contract;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;

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
import java.util.OptionalInt;

/// What `fairlead.yaml` says of an app: an image to take, or how to build one, and how it is run.
/// What it says of other things is not looked at.
record AppFile(
        Optional<String> image,
        String dockerfile,
        Optional<String> target,
        Map<String, String> arguments,
        Optional<Contract> contract,
        OptionalInt port,
        List<String> command,
        Optional<String> health,
        Optional<String> user,
        boolean writable) {
    static final String NAME = "fairlead.yaml";

    private static final long MOST_BYTES = 1 << 20;

    AppFile {
        arguments = Map.copyOf(arguments);
        command = List.copyOf(command);
    }

    /// Throws `BuildFailed` with the key that is wrong.
    static AppFile read(SourceTree source) throws IOException {
        Map<?, ?> said = values(source);
        return new AppFile(
                text(said, "image"),
                text(said, "dockerfile").orElse("Dockerfile"),
                text(said, "target"),
                arguments(said),
                text(said, "contract").map(AppFile::contract),
                port(said),
                command(said),
                text(said, "health"),
                text(said, "user"),
                writable(said));
    }

    private static Map<?, ?> values(SourceTree source) throws IOException {
        if (!source.files().contains(NAME)) {
            return Map.of();
        }
        Path file = source.path(NAME);
        if (Files.size(file) > MOST_BYTES) {
            throw wrong("it has more than 1 MiB");
        }
        Object loaded;
        try {
            loaded =
                    new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
        } catch (YAMLException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
        if (loaded == null) {
            return Map.of();
        }
        if (!(loaded instanceof Map<?, ?> values)) {
            throw wrong("it must be a mapping of keys");
        }
        return values;
    }

    static BuildFailed wrong(String why) {
        return new BuildFailed(ErrorCode.SOURCE_INVALID, NAME + ": " + why + ".");
    }

    private static Optional<String> text(Map<?, ?> said, String key) {
        Object value = said.get(key);
        if (value instanceof Map || value instanceof List) {
            throw wrong(key + " must be a text");
        }
        return Optional.ofNullable(value).map(String::valueOf).filter(text -> !text.isBlank());
    }

    private static Contract contract(String word) {
        return Contract.of(word).orElseThrow(() -> wrong("contract must be http or lambda"));
    }

    private static boolean writable(Map<?, ?> said) {
        return switch (said.get("writable")) {
            case null -> false;
            case Boolean yes -> yes;
            default -> throw wrong("writable must be true or false");
        };
    }

    private static OptionalInt port(Map<?, ?> said) {
        Object value = said.get("port");
        if (value == null) {
            return OptionalInt.empty();
        }
        if (value instanceof Integer number && number > 0 && number < 1 << 16) {
            return OptionalInt.of(number);
        }
        throw wrong("port must be a number from 1 to 65535");
    }

    private static List<String> command(Map<?, ?> said) {
        return switch (said.get("command")) {
            case null -> List.of();
            case List<?> words -> words.stream().map(String::valueOf).toList();
            default -> throw wrong("command must be a list of words, as in [node, server.js]");
        };
    }

    private static Map<String, String> arguments(Map<?, ?> said) {
        return switch (said.get("args")) {
            case null -> Map.of();
            case Map<?, ?> all -> {
                var arguments = new LinkedHashMap<String, String>();
                all.forEach((name, value) ->
                        arguments.put(String.valueOf(name), String.valueOf(value)));
                yield arguments;
            }
            default -> throw wrong("args must be a mapping of names to values");
        };
    }
}
