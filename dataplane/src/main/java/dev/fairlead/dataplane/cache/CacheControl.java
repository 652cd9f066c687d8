package dev.fairlead.dataplane.cache;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/// The directives of `Cache-Control` (RFC 9111, 5.2), or of a field of the same shape for caches of
/// one kind (RFC 9213). What cannot be read as a number of seconds counts as none of them.
record CacheControl(Map<String, String> directives) {
    private static final long MOST_SECONDS = 31_536_000;

    CacheControl {
        directives = Map.copyOf(directives);
    }

    static CacheControl parse(List<String> lines) {
        var directives = new HashMap<String, String>();
        for (String line : lines) {
            int at = 0;
            while (at < line.length()) {
                int end = end(line, at);
                take(line.substring(at, end), directives);
                at = end + 1;
            }
        }
        return new CacheControl(directives);
    }

    /// Where the directive that begins `from` ends: at a comma that no quotes hold.
    private static int end(String line, int from) {
        boolean quoted = false;
        for (int i = from; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            } else if (c == ',' && !quoted) {
                return i;
            }
        }
        return line.length();
    }

    private static void take(String directive, Map<String, String> to) {
        int equals = directive.indexOf('=');
        String name = equals < 0 ? directive : directive.substring(0, equals);
        String value = equals < 0 ? "" : directive.substring(equals + 1).strip();
        if (value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")) {
            value = value.substring(1, value.length() - 1);
        }
        // Of two that contradict each other the first counts (RFC 9111, 4.2.1).
        to.putIfAbsent(name.strip().toLowerCase(Locale.ROOT), value);
    }

    boolean has(String directive) {
        return directives.containsKey(directive);
    }

    /// What a directive says in seconds, a year at most; nothing where it is not there.
    OptionalLong seconds(String directive) {
        String value = directives.get(directive);
        if (value == null) {
            return OptionalLong.empty();
        }
        if (value.isEmpty() || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalLong.of(0);
        }
        // RFC 9111, 1.2.2: a number too large to be held is a very large one.
        return OptionalLong.of(
                value.length() > 9 ? MOST_SECONDS : Math.min(MOST_SECONDS, Long.parseLong(value)));
    }
}
