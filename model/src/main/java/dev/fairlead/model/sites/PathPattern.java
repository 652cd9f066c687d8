package dev.fairlead.model.sites;

import dev.fairlead.model.errors.InvalidValue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What paths a rule is about: segments, each as it is or a `:placeholder` for any one, and at the
/// end perhaps `*` for whatever comes. A slash at the end makes no difference.
public final class PathPattern {
    public static final String SPLAT = "splat";
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,31}");
    private static final int LONGEST = 1024;
    private static final int MOST_SEGMENTS = 32;

    private final String text;
    private final List<String> segments;
    private final boolean splat;

    public PathPattern(String text) {
        if (!text.startsWith("/") || text.length() > LONGEST) {
            throw new InvalidValue("path", "begin it with '/', and use at most 1024 characters");
        }
        this.text = text;
        this.splat = text.endsWith("/*");
        this.segments = segments(splat ? text.substring(0, text.length() - 1) : text);
        if (segments.size() > MOST_SEGMENTS) {
            throw new InvalidValue("path", "use at most " + MOST_SEGMENTS + " segments");
        }
        check();
    }

    private void check() {
        var names = new HashSet<String>();
        for (String segment : segments) {
            if (segment.indexOf('*') >= 0) {
                throw new InvalidValue("path", "'*' stands at the end alone, after a '/'");
            }
            if (segment.equals(".") || segment.equals("..")) {
                throw new InvalidValue("path", "no request has '.' or '..' in its path");
            }
            if (segment.startsWith(":")) {
                String name = segment.substring(1);
                if (!NAME.matcher(name).matches() || name.equals(SPLAT) || !names.add(name)) {
                    throw new InvalidValue("path", "'" + segment + "' is no placeholder, or twice");
                }
            }
        }
    }

    private static List<String> segments(String path) {
        var segments = new ArrayList<String>();
        for (String segment : path.split("/", -1)) {
            if (!segment.isEmpty()) {
                segments.add(segment);
            }
        }
        return segments;
    }

    /// What the placeholders and the splat stand for in `path`; empty where it is not about it.
    public Optional<Map<String, String>> match(String path) {
        List<String> parts = segments(path);
        if (splat ? parts.size() < segments.size() : parts.size() != segments.size()) {
            return Optional.empty();
        }
        var found = new HashMap<String, String>();
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (segment.startsWith(":")) {
                found.put(segment.substring(1), parts.get(i));
            } else if (!segment.equals(parts.get(i))) {
                return Optional.empty();
            }
        }
        if (splat) {
            found.put(SPLAT, String.join("/", parts.subList(segments.size(), parts.size())));
        }
        return Optional.of(found);
    }

    /// Whether a target may name it.
    boolean names(String placeholder) {
        return placeholder.equals(SPLAT) ? splat : segments.contains(":" + placeholder);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathPattern pattern && pattern.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
