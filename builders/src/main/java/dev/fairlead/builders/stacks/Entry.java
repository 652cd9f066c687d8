package dev.fairlead.builders.stacks;

import dev.fairlead.builders.apps.ImageSupply.Supplied;
import dev.fairlead.builders.stacks.services.Planned;
import dev.fairlead.builders.stacks.yaml.Part;
import dev.fairlead.builders.stacks.yaml.Problems;
import dev.fairlead.model.apps.ImageDescription;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The service that answers, and where it listens if its image does not say.
record Entry(Planned service, OptionalInt said) {
    private static final String HOW =
            "; choose by entry: in fairlead.yaml, or by x-fairlead: {entry: NAME, port: 80} in the"
                    + " compose file";

    /// Throws `BuildFailed` where it cannot be told who it is.
    static Entry of(List<Planned> services, StackFile file, Part root, Problems problems) {
        Optional<Part> own = root.get("x-fairlead");
        Optional<String> named = file.entry().or(() -> own.flatMap(part -> part.text("entry")));
        Planned entry =
                named.isPresent()
                        ? named(services, named.get(), root, problems)
                        : found(services, root, problems);
        OptionalInt port = file.port();
        if (port.isEmpty()) {
            port =
                    own.flatMap(part -> part.get("port"))
                            .map(part -> number(part))
                            .orElse(OptionalInt.empty());
        }
        if (entry.service().networks().isEmpty()) {
            entry.part().refuse("network_mode", "nothing reaches the entry");
        }
        if (port.isEmpty()) {
            port = only(entry, entry.ports().isEmpty() ? entry.exposed() : entry.ports());
        }
        problems.end();
        return new Entry(entry, port);
    }

    private static OptionalInt number(Part part) {
        String text = part.text().orElse("");
        int number = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        if (number < 1 || number >= 1 << 16) {
            part.refuse("use a number from 1 to 65535");
            return OptionalInt.empty();
        }
        return OptionalInt.of(number);
    }

    private static Planned named(
            List<Planned> services, String name, Part root, Problems problems) {
        return services.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        problems.failed(
                                root.node().place(),
                                "entry: there is no service "
                                        + name
                                        + " that is on; there are "
                                        + names(services)));
    }

    private static Planned found(List<Planned> services, Part root, Problems problems) {
        List<Predicate<Planned>> rules =
                List.of(one -> !one.ports().isEmpty(), one -> !one.exposed().isEmpty(), _ -> true);
        for (Predicate<Planned> rule : rules) {
            List<Planned> candidates = services.stream().filter(rule).toList();
            if (candidates.size() == 1) {
                return candidates.getFirst();
            }
            if (!candidates.isEmpty()) {
                throw problems.failed(
                        root.node().place(),
                        "which service answers? It could be " + names(candidates) + HOW);
            }
        }
        throw problems.failed(root.node().place(), "there are no services");
    }

    private static String names(List<Planned> services) {
        return services.stream().map(Planned::name).sorted().collect(Collectors.joining(", "));
    }

    private static OptionalInt only(Planned entry, List<Integer> ports) {
        if (ports.size() > 1) {
            entry.part()
                    .refuse(
                            "which port answers? It could be "
                                    + ports.stream()
                                            .map(String::valueOf)
                                            .collect(Collectors.joining(", "))
                                    + "; choose by port: in fairlead.yaml, or by x-fairlead:");
        }
        return ports.isEmpty() ? OptionalInt.empty() : OptionalInt.of(ports.getFirst());
    }

    int port(Supplied image) {
        Set<Integer> exposed = image.ports();
        return said.orElse(
                exposed.size() == 1 ? exposed.iterator().next() : ImageDescription.USUAL_PORT);
    }
}
