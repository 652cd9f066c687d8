package dev.fairlead.dataplane.wire;

import java.util.Locale;
import java.util.Optional;

/// What a request asks for, in the one form by which it is routed and passed on: a path with one
/// slash between segments, where what need not be encoded is not, and the query as it came.
public record RequestTarget(String path, String query) {
    private static final String ALLOWED = "-._~!$&'()*+,;=:@/";
    private static final String HEX = "0123456789ABCDEF";

    /// Empty where two readers could understand two different things: see
    /// `docs/reference/proxying`. `host` is what the `Host` header says.
    public static Optional<RequestTarget> of(String uri, String host) {
        String text = uri;
        if (!text.isEmpty() && text.charAt(0) != '/') {
            int authority = absolute(text);
            if (authority < 0) {
                return Optional.empty();
            }
            int end = endOfAuthority(text, authority);
            if (!text.substring(authority, end).equalsIgnoreCase(host)) {
                return Optional.empty();
            }
            text = text.substring(end);
            text = text.startsWith("/") ? text : "/" + text;
        }
        int mark = text.indexOf('?');
        String path = mark < 0 ? text : text.substring(0, mark);
        String query = mark < 0 ? "" : text.substring(mark + 1);
        if (path.isEmpty() || !queryHolds(query)) {
            return Optional.empty();
        }
        return path(path).map(p -> new RequestTarget(p, query));
    }

    private static int absolute(String text) {
        String lower = text.substring(0, Math.min(8, text.length())).toLowerCase(Locale.ROOT);
        return lower.startsWith("http://") ? 7 : lower.startsWith("https://") ? 8 : -1;
    }

    private static int endOfAuthority(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '/' && text.charAt(at) != '?') {
            at++;
        }
        return at;
    }

    private static boolean queryHolds(String query) {
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            if (c <= ' ' || c >= 127 || c == '#') {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> path(String path) {
        if (path.charAt(0) != '/') {
            return Optional.empty();
        }
        boolean plain = true;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean letter = letter(c);
            if (letter || c == '-' || c == '_') {
                continue;
            }
            boolean first = i > 0 && path.charAt(i - 1) == '/';
            if (c == '%' || (first && (c == '/' || c == '.'))) {
                plain = false;
            } else if (ALLOWED.indexOf(c) < 0 && !tolerated(c)) {
                return Optional.empty();
            }
        }
        return plain ? Optional.of(path) : decoded(path);
    }

    /// What no RFC allows in a path and browsers send all the same.
    private static boolean tolerated(char c) {
        return c == '|' || c == '[' || c == ']' || c == '{' || c == '}' || c == '^' || c == '`'
                || c == '"' || c == '<' || c == '>';
    }

    private static Optional<String> decoded(String path) {
        var to = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c != '%') {
                if (c != '/' || to.isEmpty() || to.charAt(to.length() - 1) != '/') {
                    to.append(c);
                }
                continue;
            }
            int high = i + 2 < path.length() ? Character.digit(path.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(path.charAt(i + 2), 16);
            int code = high << 4 | low;
            if (high < 0 || low < 0 || code < ' ' || code == 127) {
                return Optional.empty();
            }
            if (unreserved(code)) {
                to.append((char) code);
            } else {
                to.append('%').append(HEX.charAt(high)).append(HEX.charAt(low));
            }
            i += 2;
        }
        String text = to.toString();
        return climbs(text) ? Optional.empty() : Optional.of(text);
    }

    private static boolean letter(int c) {
        boolean small = c >= 'a' && c <= 'z';
        boolean large = c >= 'A' && c <= 'Z';
        return small || large || (c >= '0' && c <= '9');
    }

    private static boolean unreserved(int c) {
        return letter(c) || c == '-' || c == '.' || c == '_' || c == '~';
    }

    /// Whether a segment is `.` or `..`, also with parameters behind it, and also for readers to
    /// whom `%2F`, `%5C` or their double encodings are slashes.
    private static boolean climbs(String path) {
        if (path.indexOf('.') < 0 && !path.contains("%25")) {
            return false;
        }
        String flat =
                path.replace("%25", "%")
                        .replace("%2F", "/")
                        .replace("%2f", "/")
                        .replace("%5C", "/")
                        .replace("%5c", "/")
                        .replace("%2E", ".")
                        .replace("%2e", ".")
                        .replace("%3B", ";")
                        .replace("%3b", ";");
        for (String segment : flat.split("/", -1)) {
            int parameters = segment.indexOf(';');
            String name = parameters < 0 ? segment : segment.substring(0, parameters);
            if (name.equals(".") || name.equals("..")) {
                return true;
            }
        }
        return false;
    }
}
