package dev.fairlead.controlplane.api.scim;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which attributes an answer has (RFC 7644, 3.9): those of `attributes`, or all but those of
/// `excludedAttributes`. `id` and `schemas` are always there.
record Projection(Set<String> only, Set<String> without) {
    private static final Set<String> ALWAYS = Set.of("id", "schemas");

    Projection {
        only = Set.copyOf(only);
        without = Set.copyOf(without);
    }

    static Projection of(Optional<String> attributes, Optional<String> excluded) {
        return new Projection(names(attributes), names(excluded));
    }

    private static Set<String> names(Optional<String> list) {
        return Arrays.stream(list.orElse("").split(",", -1))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .map(name -> name.substring(name.lastIndexOf(':') + 1))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    /// Whether `attribute` is in the answer, whole or in part.
    boolean has(String attribute) {
        String name = attribute.toLowerCase(Locale.ROOT);
        if (ALWAYS.contains(name)) {
            return true;
        }
        return !without.contains(name)
                && (only.isEmpty()
                        || only.contains(name)
                        || only.stream().anyMatch(one -> one.startsWith(name + ".")));
    }

    Map<String, Object> of(Map<String, Object> resource) {
        if (only.isEmpty() && without.isEmpty()) {
            return resource;
        }
        var left = new LinkedHashMap<String, Object>();
        resource.forEach((name, value) -> {
            if (has(name)) {
                left.put(name, part(name.toLowerCase(Locale.ROOT), value));
            }
        });
        return left;
    }

    private Object part(String name, Object value) {
        if (value instanceof Map<?, ?> object) {
            var left = new LinkedHashMap<String, Object>();
            boolean whole = only.isEmpty() || only.contains(name) || ALWAYS.contains(name);
            object.forEach((key, inner) -> {
                String path = name + "." + key.toString().toLowerCase(Locale.ROOT);
                if (!without.contains(path) && (whole || only.contains(path))) {
                    left.put(key.toString(), inner);
                }
            });
            return left;
        }
        if (value instanceof List<?> all) {
            return all.stream().map(one -> part(name, one)).toList();
        }
        return value;
    }
}
