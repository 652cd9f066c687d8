package dev.fairlead.builders.stacks.yaml;

import dev.fairlead.builders.stacks.yaml.Node.Listing;
import dev.fairlead.builders.stacks.yaml.Node.Mapping;
import dev.fairlead.builders.stacks.yaml.Node.Scalar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A value with the path that leads to it, such as `services.web.ports`. What it is asked to be and
/// is not, is refused by that path, and read as if it were not there.
public record Part(String path, Node node, Problems problems) {
    public void refuse(String why) {
        problems.refuse(node.place(), path.isEmpty() ? why : path + ": " + why);
    }

    /// The same of what is at `key`.
    public void refuse(String key, String why) {
        problems.refuse(get(key).orElse(this).node.place(), below(key) + ": " + why);
    }

    public void remark(String what) {
        problems.remark(path + ": " + what);
    }

    public void remark(String key, String what) {
        problems.remark(below(key) + ": " + what);
    }

    private String below(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /// What is at `key`; nothing where that is `null`, or where this is no mapping.
    public Optional<Part> get(String key) {
        return node instanceof Mapping mapping
                ? mapping.get(key)
                        .filter(value -> !Node.isNull(value))
                        .map(value -> new Part(below(key), value, problems))
                : Optional.empty();
    }

    /// Its entries, also those that are `null`.
    public Map<String, Part> entries() {
        var entries = new LinkedHashMap<String, Part>();
        if (node instanceof Mapping mapping) {
            mapping.entries()
                    .forEach((key, value) ->
                            entries.put(key, new Part(below(key), value, problems)));
        } else if (!Node.isNull(node)) {
            refuse("must be a mapping");
        }
        return entries;
    }

    /// Its items; a text is a list of one.
    public List<Part> items() {
        if (node instanceof Mapping) {
            refuse("must be a list");
            return List.of();
        }
        var items = new ArrayList<Part>();
        for (Node item : Node.listed(node)) {
            String at = node instanceof Listing ? path + "[" + items.size() + "]" : path;
            items.add(new Part(at, item, problems));
        }
        return items;
    }

    public boolean isMapping() {
        return node instanceof Mapping;
    }

    public boolean isList() {
        return node instanceof Listing;
    }

    public boolean isNull() {
        return Node.isNull(node);
    }

    public Optional<String> text() {
        if (node instanceof Scalar scalar) {
            return scalar.nothing() ? Optional.empty() : Optional.of(scalar.text());
        }
        refuse("must be a text");
        return Optional.empty();
    }

    /// The text at `key`.
    public Optional<String> text(String key) {
        return get(key).flatMap(Part::text);
    }

    public List<String> texts() {
        return items().stream().flatMap(item -> item.text().stream()).toList();
    }

    /// Whether it says `true`.
    public boolean truth() {
        return switch (text().orElse("false")) {
            case "true", "True", "TRUE", "yes", "on" -> true;
            case "false", "False", "FALSE", "no", "off" -> false;
            default -> {
                refuse("must be true or false");
                yield false;
            }
        };
    }

    public boolean truth(String key) {
        return get(key).map(Part::truth).orElse(false);
    }

    /// A mapping of names to texts, also written as a list of `NAME=text`; empty where a name has
    /// none.
    public Map<String, Optional<Part>> pairs() {
        var pairs = new LinkedHashMap<String, Optional<Part>>();
        if (isMapping()) {
            entries()
                    .forEach((name, value) ->
                            pairs.put(
                                    name, value.isNull() ? Optional.empty() : Optional.of(value)));
            return pairs;
        }
        for (Part item : items()) {
            item.text()
                    .ifPresent(text -> {
                        int equals = text.indexOf('=');
                        if (equals < 0) {
                            pairs.put(text, Optional.empty());
                        } else {
                            Node value = Scalar.of(text.substring(equals + 1), item.node.place());
                            pairs.put(
                                    text.substring(0, equals),
                                    Optional.of(new Part(item.path, value, problems)));
                        }
                    });
        }
        return pairs;
    }
}
