package dev.fairlead.dataplane.rules;

import dev.fairlead.model.errors.InvalidValue;

import io.vertx.core.MultiMap;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Which pages of other origins may read answers
/// (https://fetch.spec.whatwg.org/#http-cors-protocol). An origin is `*`, `https://app.example.org`
/// or `https://*.example.org`, one label there. Without methods or headers those are allowed that a
/// page asks for.
public record Cors(
        List<String> origins,
        List<String> methods,
        List<String> headers,
        List<String> exposed,
        boolean credentials,
        Duration maxAge) {
    private static final int MOST = 100;
    private static final Pattern ORIGIN =
            Pattern.compile("\\*|https?://(?:\\*\\.)?[a-z0-9.-]+(?::[0-9]{1,5})?");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$&'*+.^_`|~-]{1,64}");

    public Cors {
        origins = List.copyOf(origins);
        methods = List.copyOf(methods);
        headers = List.copyOf(headers);
        exposed = List.copyOf(exposed);
        check(!origins.isEmpty() && origins.size() <= MOST, "names 1 to " + MOST + " origins");
        for (String origin : origins) {
            check(
                    ORIGIN.matcher(origin).matches(),
                    "'" + origin + "' is no origin such as https://app.example.org");
        }
        check(
                !(credentials && origins.contains("*")),
                "names the origins that may send credentials: '*' is not allowed to");
        for (List<String> tokens : List.of(methods, headers, exposed)) {
            check(
                    tokens.size() <= MOST
                            && tokens.stream().allMatch(t -> TOKEN.matcher(t).matches()),
                    "has methods and headers that are names, at most " + MOST + " each");
        }
        check(
                !maxAge.isNegative() && maxAge.compareTo(Duration.ofDays(1)) <= 0,
                "keeps an answer for at most a day");
    }

    private static void check(boolean holds, String rule) {
        if (!holds) {
            throw new InvalidValue("cors", rule);
        }
    }

    public boolean allows(String origin) {
        String asked = origin.toLowerCase(Locale.ROOT);
        return origins.stream().anyMatch(one -> fits(one, asked));
    }

    private static boolean fits(String allowed, String asked) {
        int star = allowed.indexOf("*.");
        if (star < 0) {
            return allowed.equals("*") || allowed.equals(asked);
        }
        String before = allowed.substring(0, star);
        String after = allowed.substring(star + 1);
        int label = asked.length() - before.length() - after.length();
        return label > 0
                && asked.startsWith(before)
                && asked.endsWith(after)
                && asked.indexOf('.', before.length()) == before.length() + label;
    }

    /// Says on an answer that `origin` may read it.
    public void grant(String origin, MultiMap fields) {
        boolean any = origins.contains("*");
        fields.set("access-control-allow-origin", any ? "*" : origin);
        if (credentials) {
            fields.set("access-control-allow-credentials", "true");
        }
        if (!exposed.isEmpty()) {
            fields.set("access-control-expose-headers", String.join(", ", exposed));
        }
    }

    /// Says what a page may send, to one that asks before it does.
    public void preflight(MultiMap asked, MultiMap fields) {
        String method = asked.get("access-control-request-method");
        String wanted = asked.get("access-control-request-headers");
        fields.set(
                "access-control-allow-methods",
                methods.isEmpty() ? String.valueOf(method) : String.join(", ", methods));
        if (!headers.isEmpty()) {
            fields.set("access-control-allow-headers", String.join(", ", headers));
        } else if (wanted != null) {
            fields.set("access-control-allow-headers", wanted);
        }
        if (!maxAge.isZero()) {
            fields.set("access-control-max-age", Long.toString(maxAge.toSeconds()));
        }
    }

    /// Whether answers differ by the origin that asks.
    public boolean varies() {
        return !origins.contains("*");
    }
}
