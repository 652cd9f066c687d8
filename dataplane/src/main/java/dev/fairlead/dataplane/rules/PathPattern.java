package dev.fairlead.dataplane.rules;

import dev.fairlead.dataplane.wire.RequestTarget;
import dev.fairlead.model.errors.InvalidValue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The paths that a route is for, such as `/healthz`, `/api/*` (`/api` and all below it) or
/// `/users/{id}/orders`: a name in braces is one segment that is not empty. Compared with paths in
/// the one form of `RequestTarget`, segment by segment; there is nothing to go back over.
public record PathPattern(List<Segment> segments, boolean below) {
    /// The more specific first: read from the left, a fixed segment before a named one, the longer
    /// before the shorter; a path alone before it with all below.
    public static final Comparator<PathPattern> ORDER = PathPattern::compare;

    public static final PathPattern ALL = new PathPattern(List.of(), true);

    private static final int MOST_CHARACTERS = 512;
    private static final int MOST_NAMES = 8;
    private static final Pattern NAME = Pattern.compile("\\{([a-z][a-z0-9_]{0,31})\\}");
    private static final String REST = "rest";

    public PathPattern {
        segments = List.copyOf(segments);
    }

    /// One part of a path: its text, or the name of what may stand there.
    public record Segment(String text, boolean named) {
        private boolean covers(String part) {
            return named ? !part.isEmpty() : text.equals(part);
        }
    }

    /// What the names stand for, and what comes behind the pattern: nothing, or a `/` and more.
    public record Match(Map<String, String> values, String rest) {}

    /// Throws `InvalidValue` for what is no pattern.
    public static PathPattern parse(String text) {
        if (!text.startsWith("/") || text.length() > MOST_CHARACTERS) {
            throw invalid("begins with '/' and has at most " + MOST_CHARACTERS + " characters");
        }
        boolean below = text.endsWith("/*");
        String fixed = below ? text.substring(0, text.length() - 2) : text;
        var segments = new ArrayList<Segment>();
        var names = new HashSet<String>();
        var plain = new StringBuilder();
        for (String part : parts(fixed)) {
            var name = NAME.matcher(part);
            if (name.matches()) {
                segments.add(new Segment(name.group(1), true));
                if (!names.add(name.group(1)) || name.group(1).equals(REST)) {
                    throw invalid("names each part once, and none 'rest'");
                }
                plain.append("/x");
            } else {
                segments.add(new Segment(part, false));
                plain.append('/').append(part);
            }
        }
        if (names.size() > MOST_NAMES) {
            throw invalid("has at most " + MOST_NAMES + " names");
        }
        String path = plain.isEmpty() ? "/" : plain.toString();
        boolean odd = path.chars().anyMatch(c -> "{}*?#".indexOf(c) >= 0);
        if (odd || RequestTarget.of(path, "").filter(t -> t.path().equals(path)).isEmpty()) {
            throw invalid(
                    "is a path without empty and dot segments and without escapes that are not"
                            + " needed, such as /api/* or /users/{id}");
        }
        return new PathPattern(segments, below);
    }

    private static InvalidValue invalid(String rule) {
        return new InvalidValue("path", rule);
    }

    private static List<String> parts(String path) {
        return path.isEmpty() ? List.of() : List.of(path.substring(1).split("/", -1));
    }

    /// The names in it, from left to right.
    public List<String> names() {
        return segments.stream().filter(Segment::named).map(Segment::text).toList();
    }

    public boolean covers(String path) {
        List<String> parts = parts(path);
        if (parts.size() < segments.size() || (!below && parts.size() > segments.size())) {
            return false;
        }
        for (int i = 0; i < segments.size(); i++) {
            if (!segments.get(i).covers(parts.get(i))) {
                return false;
            }
        }
        return true;
    }

    /// Of a path that it covers.
    public Match match(String path) {
        var values = new HashMap<String, String>();
        int at = 0;
        for (Segment segment : segments) {
            int end = path.indexOf('/', at + 1);
            int stop = end < 0 ? path.length() : end;
            if (segment.named()) {
                values.put(segment.text(), path.substring(at + 1, stop));
            }
            at = stop;
        }
        return new Match(values, path.substring(at));
    }

    /// Whether both cover the same paths.
    public boolean same(PathPattern other) {
        return compare(this, other) == 0;
    }

    private static int compare(PathPattern one, PathPattern other) {
        int both = Math.min(one.segments.size(), other.segments.size());
        for (int i = 0; i < both; i++) {
            Segment mine = one.segments.get(i);
            Segment theirs = other.segments.get(i);
            int order = Boolean.compare(mine.named(), theirs.named());
            if (order == 0 && !mine.named()) {
                order = mine.text().compareTo(theirs.text());
            }
            if (order != 0) {
                return order;
            }
        }
        int longer = Integer.compare(other.segments.size(), one.segments.size());
        return longer != 0 ? longer : Boolean.compare(one.below, other.below);
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        for (Segment segment : segments) {
            text.append('/');
            text.append(segment.named() ? '{' + segment.text() + '}' : segment.text());
        }
        return text.append(below ? "/*" : "").toString();
    }
}
