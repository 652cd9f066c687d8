package dev.fairlead.controlplane.api.routes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A path with parameters, such as `/functions/{id}:rollback`.
final class PathTemplate {
    private final List<String> segments;

    PathTemplate(String path) {
        this.segments = List.of(path.substring(1).split("/", -1));
    }

    /// The parameters when `path` fits, by name.
    Optional<Map<String, String>> match(List<String> path) {
        if (path.size() != segments.size()) {
            return Optional.empty();
        }
        var values = new HashMap<String, String>();
        for (int i = 0; i < path.size(); i++) {
            if (!fits(segments.get(i), path.get(i), values)) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    private static boolean fits(String segment, String text, Map<String, String> values) {
        int open = segment.indexOf('{');
        if (open != 0) {
            return segment.equals(text);
        }
        int close = segment.indexOf('}');
        String suffix = segment.substring(close + 1);
        String value = text;
        if (!suffix.isEmpty()) {
            if (!text.endsWith(suffix)) {
                return false;
            }
            value = text.substring(0, text.length() - suffix.length());
        }
        if (value.isEmpty() || !plain(value)) {
            return false;
        }
        values.put(segment.substring(1, close), value);
        return true;
    }

    /// What comes after a colon is an action, unless it is the number of a port.
    private static boolean plain(String value) {
        int colon = value.indexOf(':');
        String after = value.substring(colon + 1);
        return colon < 0
                || (colon > 0
                        && !after.isEmpty()
                        && after.chars().allMatch(c -> c >= '0' && c <= '9'));
    }
}
