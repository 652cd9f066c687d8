package dev.fairlead.builders.apps;

import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.builders.plans.AppRuntime;
import dev.fairlead.builders.plans.Wishes;
import dev.fairlead.model.apps.Bounds;
import dev.fairlead.model.apps.Contract;
import dev.fairlead.model.apps.Egress;
import dev.fairlead.model.errors.InvalidValue;

import java.io.IOException;
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
        boolean writable,
        Bounds bounds,
        Wishes wishes) {
    private static final String DOCKERFILE = "Dockerfile";

    AppFile {
        arguments = Map.copyOf(arguments);
        command = List.copyOf(command);
    }

    /// Throws `BuildFailed` with the key that is wrong.
    static AppFile read(SourceTree source) throws IOException {
        Map<?, ?> said = FairleadFile.values(source);
        return new AppFile(
                text(said, "image"),
                text(said, "dockerfile").orElse(DOCKERFILE),
                text(said, "target"),
                arguments(said),
                text(said, "contract").map(AppFile::contract),
                port(said),
                command(said),
                text(said, "health"),
                text(said, "user"),
                writable(said),
                bounds(said),
                wishes(said));
    }

    /// Whether the folder itself has to say how it is run.
    boolean planned(SourceTree source) {
        boolean asked = wishes.runtime().isPresent() || wishes.base().isPresent();
        boolean usual = dockerfile.equals(DOCKERFILE);
        return image.isEmpty() && usual && (asked || !source.files().contains(DOCKERFILE));
    }

    /// The same, whose command and port are already in its image.
    AppFile asPlanned() {
        return new AppFile(
                image,
                dockerfile,
                target,
                arguments,
                contract,
                port,
                List.of(),
                health,
                user,
                writable,
                bounds,
                wishes);
    }

    private static Optional<String> text(Map<?, ?> said, String key) {
        Object value = said.get(key);
        if (value instanceof Map || value instanceof List) {
            throw FairleadFile.wrong(key + " must be a text");
        }
        return Optional.ofNullable(value).map(String::valueOf).filter(text -> !text.isBlank());
    }

    private static Wishes wishes(Map<?, ?> said) {
        Optional<AppRuntime> runtime = text(said, "runtime").map(AppFile::runtime);
        Optional<String> base = text(said, "base");
        boolean other = said.containsKey("image") || said.containsKey("dockerfile");
        if (other && (runtime.isPresent() || base.isPresent())) {
            throw FairleadFile.wrong(
                    "runtime and base are for apps without a Dockerfile and without image");
        }
        return new Wishes(runtime, base, command(said));
    }

    private static AppRuntime runtime(String word) {
        return AppRuntime.of(word)
                .orElseThrow(
                        () -> FairleadFile.wrong("runtime must be one of " + AppRuntime.words()));
    }

    private static Contract contract(String word) {
        return Contract.of(word)
                .orElseThrow(() -> FairleadFile.wrong("contract must be http or lambda"));
    }

    private static boolean writable(Map<?, ?> said) {
        return switch (said.get("writable")) {
            case null -> false;
            case Boolean yes -> yes;
            default -> throw FairleadFile.wrong("writable must be true or false");
        };
    }

    private static Bounds bounds(Map<?, ?> said) {
        double cpus =
                switch (said.get("cpus")) {
                    case null -> 0;
                    case Number number when number.doubleValue() != 0 -> number.doubleValue();
                    default -> throw FairleadFile.wrong("cpus must be a number from 0.01 to 1024");
                };
        Egress egress = text(said, "egress").map(AppFile::egress).orElse(Egress.ALL);
        try {
            return new Bounds(cpus, egress);
        } catch (InvalidValue e) {
            throw FairleadFile.wrong(e.what() + ": " + e.rule());
        }
    }

    private static Egress egress(String word) {
        return Egress.of(word).orElseThrow(() -> FairleadFile.wrong("egress must be all or none"));
    }

    private static OptionalInt port(Map<?, ?> said) {
        Object value = said.get("port");
        if (value == null) {
            return OptionalInt.empty();
        }
        if (value instanceof Integer number && number > 0 && number < 1 << 16) {
            return OptionalInt.of(number);
        }
        throw FairleadFile.wrong("port must be a number from 1 to 65535");
    }

    private static List<String> command(Map<?, ?> said) {
        return switch (said.get("command")) {
            case null -> List.of();
            case List<?> words -> words.stream().map(String::valueOf).toList();
            default ->
                    throw FairleadFile.wrong(
                            "command must be a list of words, as in [node, server.js]");
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
            default -> throw FairleadFile.wrong("args must be a mapping of names to values");
        };
    }
}
