package dev.fairlead.builders.stacks.compose;

import dev.fairlead.builders.stacks.yaml.Node;
import dev.fairlead.builders.stacks.yaml.Node.Change;
import dev.fairlead.builders.stacks.yaml.Node.Listing;
import dev.fairlead.builders.stacks.yaml.Node.Mapping;
import dev.fairlead.builders.stacks.yaml.Node.Scalar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One compose file over another, by the rules of the specification. Paths have `*` for a service's
/// name.
final class Merging {
    private static final Set<String> REPLACED =
            Set.of("services.*.command", "services.*.entrypoint", "services.*.healthcheck.test");
    private static final Set<String> PAIRS =
            Set.of(
                    "services.*.environment",
                    "services.*.labels",
                    "services.*.annotations",
                    "services.*.sysctls",
                    "services.*.build.args",
                    "services.*.build.labels",
                    "services.*.deploy.labels");
    private static final Set<String> NAMES = Set.of("services.*.networks", "services.*.depends_on");
    private static final Map<String, String> SHORT =
            Map.of("services.*.build", "context", "services.*.extends", "service");
    private static final Set<String> LISTS =
            Set.of(
                    "services.*.env_file",
                    "services.*.tmpfs",
                    "services.*.dns",
                    "services.*.dns_search");

    private Merging() {}

    static Mapping files(Mapping lower, Mapping upper) {
        return mapping("", lower, upper);
    }

    static Mapping services(Mapping lower, Mapping upper) {
        return mapping("services.*", lower, upper);
    }

    private static Mapping mapping(String path, Mapping lower, Mapping upper) {
        var entries = new LinkedHashMap<>(lower.entries());
        upper.entries()
                .forEach((key, value) -> {
                    String at =
                            path.isEmpty()
                                    ? key
                                    : path + "." + (path.equals("services") ? "*" : key);
                    Node under = entries.get(key);
                    if (under == null || value.change() != Change.NONE) {
                        entries.put(key, value);
                    } else {
                        entries.put(key, merged(at, under, value));
                    }
                });
        return new Mapping(entries, upper.place(), lower.change());
    }

    private static Node merged(String path, Node lower, Node upper) {
        if (REPLACED.contains(path)) {
            return upper;
        }
        return switch (normal(path, upper)) {
            case Mapping over when normal(path, lower) instanceof Mapping under ->
                    mapping(path, under, over);
            case Listing over when normal(path, lower) instanceof Listing under ->
                    listing(path, under, over);
            // Nothing said over something that has parts changes none of them.
            case Scalar over when over.nothing() && !(lower instanceof Scalar) -> lower;
            case Node over -> over;
        };
    }

    /// What may be written in several ways, in the one that is merged.
    private static Node normal(String path, Node node) {
        String key = SHORT.get(path);
        if (key != null && node instanceof Scalar text && !text.nothing()) {
            return Mapping.of(Map.of(key, text), text.place());
        }
        if (LISTS.contains(path) && node instanceof Scalar text && !text.nothing()) {
            return new Listing(List.of(text), text.place(), text.change());
        }
        if (node instanceof Listing listing && PAIRS.contains(path)) {
            return pairs(listing, "=");
        }
        return node instanceof Listing listing && NAMES.contains(path) ? pairs(listing, "") : node;
    }

    private static Mapping pairs(Listing listing, String separator) {
        var entries = new LinkedHashMap<String, Node>();
        for (Node item : listing.items()) {
            if (item instanceof Scalar scalar) {
                String text = scalar.text();
                int at = separator.isEmpty() ? -1 : text.indexOf(separator);
                entries.put(
                        at < 0 ? text : text.substring(0, at),
                        at < 0
                                ? new Scalar("", true, scalar.place(), Change.NONE)
                                : Scalar.of(text.substring(at + 1), scalar.place()));
            }
        }
        return new Mapping(entries, listing.place(), listing.change());
    }

    private static Listing listing(String path, Listing lower, Listing upper) {
        var items = new ArrayList<>(lower.items());
        for (Node item : upper.items()) {
            String key = key(path, item);
            int same = 0;
            while (same < items.size() && !key(path, items.get(same)).equals(key)) {
                same++;
            }
            if (same == items.size() || key.isEmpty()) {
                items.add(item);
            } else if (item instanceof Mapping over && items.get(same) instanceof Mapping under) {
                items.set(same, mapping(path + ".*", under, over));
            } else {
                items.set(same, item);
            }
        }
        return new Listing(items, upper.place(), lower.change());
    }

    /// What an item is told apart by; empty for one that is like no other.
    private static String key(String path, Node item) {
        return switch (path) {
            case "services.*.volumes" -> volume(item);
            case "services.*.ports" -> port(item);
            case "services.*.secrets" -> file(item, "/run/secrets/");
            case "services.*.configs" -> file(item, "/");
            default -> item instanceof Scalar scalar ? scalar.text() : "";
        };
    }

    private static String text(Mapping mapping, String key) {
        return mapping.get(key)
                .flatMap(node ->
                        node instanceof Scalar scalar
                                ? Optional.of(scalar.text())
                                : Optional.empty())
                .orElse("");
    }

    private static String volume(Node item) {
        return switch (item) {
            case Mapping mapping -> text(mapping, "target");
            case Scalar scalar -> {
                String[] parts = scalar.text().split(":", 3);
                yield parts.length == 1 ? parts[0] : parts[1];
            }
            case Listing _ -> "";
        };
    }

    private static String file(Node item, String folder) {
        String name =
                switch (item) {
                    case Mapping mapping ->
                            text(mapping, "target").isEmpty()
                                    ? text(mapping, "source")
                                    : text(mapping, "target");
                    case Scalar scalar -> scalar.text();
                    case Listing _ -> "";
                };
        return name.isEmpty() || name.startsWith("/") ? name : folder + name;
    }

    private static String port(Node item) {
        return switch (item) {
            case Mapping mapping -> {
                String protocol = text(mapping, "protocol");
                yield String.join(
                        "|",
                        text(mapping, "host_ip"),
                        text(mapping, "published"),
                        text(mapping, "target"),
                        protocol.isEmpty() ? "tcp" : protocol);
            }
            case Scalar scalar ->
                    PortText.parse(scalar.text())
                            .map(port ->
                                    String.join(
                                            "|",
                                            port.host(),
                                            port.published(),
                                            port.first() == port.last()
                                                    ? String.valueOf(port.first())
                                                    : port.first() + "-" + port.last(),
                                            port.protocol()))
                            .orElse(scalar.text());
            case Listing _ -> "";
        };
    }

    /// Without what was reset, and with nothing said of overriding.
    static Mapping settled(Mapping mapping) {
        return (Mapping) plain(mapping);
    }

    private static Node plain(Node node) {
        return switch (node) {
            case Scalar scalar -> scalar.plain();
            case Listing listing ->
                    new Listing(
                            listing.items().stream()
                                    .filter(item -> item.change() != Change.RESET)
                                    .map(Merging::plain)
                                    .toList(),
                            listing.place(),
                            Change.NONE);
            case Mapping mapping -> {
                var entries = new LinkedHashMap<String, Node>();
                mapping.entries()
                        .forEach((key, value) -> {
                            if (value.change() != Change.RESET) {
                                entries.put(key, plain(value));
                            }
                        });
                yield Mapping.of(entries, mapping.place());
            }
        };
    }
}
