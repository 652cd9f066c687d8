package dev.fairlead.builders.stacks.compose;

import dev.fairlead.builders.stacks.yaml.Node;
import dev.fairlead.builders.stacks.yaml.Node.Mapping;
import dev.fairlead.builders.stacks.yaml.Node.Scalar;
import dev.fairlead.builders.stacks.yaml.Problems;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Services that extend others, of the same file or of another one in the folder.
final class Extending {
    private static final int LONGEST = 20;

    /// Reads one more compose file.
    interface Reader {
        Mapping read(Node why, String file, String folder) throws IOException;
    }

    private final Reader reader;
    private final Problems problems;
    private final Map<String, Mapping> files = new LinkedHashMap<>();

    Extending(Reader reader, Problems problems) {
        this.reader = reader;
        this.problems = problems;
    }

    Mapping all(Mapping root) throws IOException {
        if (!(root.get("services").orElse(null) instanceof Mapping services)) {
            return root;
        }
        Mapping extended = services;
        for (var service : services.entries().entrySet()) {
            if (service.getValue() instanceof Mapping mapping
                    && mapping.get("extends").isPresent()) {
                extended =
                        extended.with(
                                service.getKey(),
                                extended(mapping, root, List.of("#" + service.getKey())));
            }
        }
        return root.with("services", extended);
    }

    /// `chain` is what led here, each by its file and name.
    private Mapping extended(Mapping service, Mapping root, List<String> chain) throws IOException {
        Optional<Node> said = service.get("extends");
        if (said.isEmpty()) {
            return service;
        }
        Mapping own = service.without("extends");
        Optional<String> name = name(said.get());
        if (name.isEmpty()) {
            problems.refuse(said.get().place(), "extends: name a service");
            return own;
        }
        String before = chain.getLast();
        String file = before.substring(0, before.indexOf('#'));
        Mapping from = root;
        if (said.get() instanceof Mapping mapping && mapping.get("file").isPresent()) {
            Optional<String> other = file(mapping.get("file").get());
            if (other.isEmpty()) {
                return own;
            }
            file = other.get();
            from = read(mapping, file);
        }
        String step = file + "#" + name.get();
        var longer = new ArrayList<>(chain);
        longer.add(step);
        if (chain.contains(step) || chain.size() > LONGEST) {
            problems.refuse(
                    said.get().place(),
                    chain.contains(step)
                            ? "extends goes in a circle: " + shown(longer)
                            : "extends goes on for more than " + LONGEST + " services");
            return own;
        }
        if (!(from.get("services").orElse(null) instanceof Mapping services)
                || !(services.get(name.get()).orElse(null) instanceof Mapping lower)) {
            problems.refuse(
                    said.get().place(),
                    "extends: there is no service "
                            + name.get()
                            + (file.isEmpty() ? "" : " in " + file));
            return own;
        }
        return Merging.services(extended(lower, from, longer), own);
    }

    private static String shown(List<String> chain) {
        return String.join(
                " → ",
                chain.stream()
                        .map(step -> step.startsWith("#") ? step.substring(1) : step)
                        .toList());
    }

    private static Optional<String> name(Node said) {
        Node name = said instanceof Mapping mapping ? mapping.get("service").orElse(mapping) : said;
        return name instanceof Scalar scalar && !scalar.nothing()
                ? Optional.of(scalar.text())
                : Optional.empty();
    }

    private Optional<String> file(Node said) {
        if (said instanceof Scalar scalar && !scalar.nothing()) {
            return Folder.inside(said.place(), scalar.text(), "extends.file: ", problems);
        }
        problems.refuse(said.place(), "extends.file: must be a text");
        return Optional.empty();
    }

    private Mapping read(Node why, String file) throws IOException {
        Mapping known = files.get(file);
        if (known == null) {
            known = reader.read(why, file, Folder.above(file));
            files.put(file, known);
        }
        return known;
    }
}
