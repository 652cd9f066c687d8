package dev.fairlead.builders.stacks.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A value of a YAML file, its aliases followed and its merge keys merged. Texts are as written:
/// nothing is made a number or a date of.
public sealed interface Node {
    Place place();

    Change change();

    /// The same with nothing said about what it overrides.
    Node plain();

    /// What it does to the value that it overrides.
    enum Change {
        /// It is merged with it.
        NONE,
        /// It takes it away: `!reset`.
        RESET,
        /// It takes its place: `!override`.
        OVERRIDE
    }

    /// A text, or `null`.
    record Scalar(String text, boolean nothing, Place place, Change change) implements Node {
        public static Scalar of(String text, Place place) {
            return new Scalar(text, false, place, Change.NONE);
        }

        @Override
        public Scalar plain() {
            return new Scalar(text, nothing, place, Change.NONE);
        }
    }

    record Listing(List<Node> items, Place place, Change change) implements Node {
        public Listing {
            items = List.copyOf(items);
        }

        @Override
        public Listing plain() {
            return new Listing(items, place, Change.NONE);
        }
    }

    /// In the order of the file.
    record Mapping(Map<String, Node> entries, Place place, Change change) implements Node {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        public static Mapping of(Map<String, Node> entries, Place place) {
            return new Mapping(entries, place, Change.NONE);
        }

        public Optional<Node> get(String key) {
            return Optional.ofNullable(entries.get(key));
        }

        /// The same with `key` as `value`.
        public Mapping with(String key, Node value) {
            var changed = new LinkedHashMap<>(entries);
            changed.put(key, value);
            return new Mapping(changed, place, change);
        }

        public Mapping without(String key) {
            var changed = new LinkedHashMap<>(entries);
            changed.remove(key);
            return new Mapping(changed, place, change);
        }

        @Override
        public Mapping plain() {
            return new Mapping(entries, place, Change.NONE);
        }
    }

    static boolean isNull(Node node) {
        return node instanceof Scalar scalar && scalar.nothing();
    }

    /// The items of a list; a text is a list of one, nothing one of none.
    static List<Node> listed(Node node) {
        return switch (node) {
            case Listing listing -> listing.items();
            case Scalar scalar -> scalar.nothing() ? List.of() : List.of(scalar);
            case Mapping mapping -> List.of(mapping);
        };
    }
}
