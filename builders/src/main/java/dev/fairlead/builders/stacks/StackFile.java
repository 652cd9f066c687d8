package dev.fairlead.builders.stacks;

import dev.fairlead.builders.apps.FairleadFile;
import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.builders.stacks.yaml.Node.Scalar;
import dev.fairlead.builders.stacks.yaml.Part;
import dev.fairlead.builders.stacks.yaml.Place;
import dev.fairlead.builders.stacks.yaml.Problems;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// What `fairlead.yaml` says of a stack: its compose files, who answers, and the profiles that are
/// on.
record StackFile(
        List<String> compose, Optional<String> entry, OptionalInt port, Set<String> profiles) {
    StackFile {
        compose = List.copyOf(compose);
        profiles = Set.copyOf(profiles);
    }

    /// Throws `BuildFailed` with the key that is wrong.
    static StackFile read(SourceTree source) throws IOException {
        Map<?, ?> said = FairleadFile.values(source);
        Object entry = said.get("entry");
        if (entry instanceof Map || entry instanceof List) {
            throw FairleadFile.wrong("entry must be a service's name");
        }
        return new StackFile(
                texts(said, "compose"),
                Optional.ofNullable(entry).map(String::valueOf),
                port(said),
                Set.copyOf(texts(said, "profiles")));
    }

    private static List<String> texts(Map<?, ?> said, String key) {
        return switch (said.get(key)) {
            case null -> List.of();
            case String text -> List.of(text);
            case List<?> all when all.stream().allMatch(String.class::isInstance) ->
                    all.stream().map(String::valueOf).toList();
            default -> throw FairleadFile.wrong(key + " must be a text or a list of texts");
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
        throw FairleadFile.wrong("port must be a number from 1 to 65535");
    }

    /// Its compose files, with where they are named.
    List<Part> files(Problems problems) {
        var place = new Place(FairleadFile.NAME, 1, "");
        return compose.stream()
                .map(name -> new Part("compose", Scalar.of(name, place), problems))
                .toList();
    }
}
