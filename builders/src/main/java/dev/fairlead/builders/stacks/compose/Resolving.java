package dev.fairlead.builders.stacks.compose;

import dev.fairlead.builders.stacks.yaml.Node;
import dev.fairlead.builders.stacks.yaml.Node.Listing;
import dev.fairlead.builders.stacks.yaml.Node.Mapping;
import dev.fairlead.builders.stacks.yaml.Node.Scalar;
import dev.fairlead.builders.stacks.yaml.Problems;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.stacks.Interpolation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Puts variables into the values of a compose file, except into those that stay templates until
/// the stack runs: what programs get as words, variables and contents. These are only checked.
record Resolving(Function<String, Optional<String>> variables, Problems problems) {
    private static final Set<String> OF_SERVICES = Set.of("environment", "command", "entrypoint");
    private static final Set<String> WITH_CONTENT = Set.of("configs", "secrets");

    Mapping all(Mapping file) {
        var entries = new LinkedHashMap<String, Node>();
        file.entries().forEach((key, value) -> entries.put(key, made(value, List.of(key))));
        return new Mapping(entries, file.place(), file.change());
    }

    private Node made(Node node, List<String> path) {
        return switch (node) {
            case Scalar scalar -> scalar.nothing() ? scalar : made(scalar, path);
            case Listing listing ->
                    new Listing(
                            listing.items().stream().map(item -> made(item, path)).toList(),
                            listing.place(),
                            listing.change());
            case Mapping mapping -> {
                var entries = new LinkedHashMap<String, Node>();
                mapping.entries()
                        .forEach((key, value) ->
                                entries.put(
                                        key,
                                        key.startsWith("x-")
                                                ? value
                                                : made(value, with(path, key))));
                yield new Mapping(entries, mapping.place(), mapping.change());
            }
        };
    }

    private static List<String> with(List<String> path, String key) {
        var longer = new ArrayList<>(path);
        longer.add(key);
        return longer;
    }

    private Node made(Scalar scalar, List<String> path) {
        try {
            if (isTemplate(path)) {
                Interpolation.names(scalar.text());
                return scalar;
            }
            String text =
                    Interpolation.resolve(
                            scalar.text(),
                            variables,
                            name ->
                                    problems.remark(
                                            "variable " + name + " is not set: it is empty"));
            return new Scalar(text, false, scalar.place(), scalar.change());
        } catch (InvalidValue e) {
            problems.refuse(
                    scalar.place(), String.join(".", path) + ": " + e.what() + ": " + e.rule());
            return scalar;
        }
    }

    private static boolean isTemplate(List<String> path) {
        if (path.size() < 3) {
            return false;
        }
        String key = path.get(2);
        return switch (path.getFirst()) {
            case "services" ->
                    OF_SERVICES.contains(key)
                            || (key.equals("healthcheck")
                                    && path.size() > 3
                                    && path.get(3).equals("test"));
            default -> WITH_CONTENT.contains(path.getFirst()) && key.equals("content");
        };
    }
}
