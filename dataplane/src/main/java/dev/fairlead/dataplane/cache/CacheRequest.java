package dev.fairlead.dataplane.cache;

import dev.fairlead.model.functions.CacheSettings;

import io.vertx.core.MultiMap;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// A request that an answer in the cache may be for: its key, its headers, and whether it shows who
/// asks.
public record CacheRequest(CacheKey key, MultiMap headers, CacheSettings settings) {
    /// Frameworks let these decide what is answered, though no cache knows of them: answers to
    /// requests with one of them are nobody else's.
    private static final List<String> OVERRIDES =
            List.of(
                    "x-original-url",
                    "x-rewrite-url",
                    "x-override-url",
                    "x-original-host",
                    "x-host",
                    "x-http-host-override",
                    "x-http-method-override",
                    "x-http-method",
                    "x-method-override");

    private static final List<String> PRECONDITIONS =
            List.of("if-match", "if-unmodified-since", "upgrade");
    private static final Set<String> CODINGS = Set.of("br", "gzip", "zstd", "deflate", "identity");

    /// Whether the cache has a say in a `GET` or `HEAD` with these headers.
    public static boolean considers(MultiMap headers) {
        return none(OVERRIDES, headers) && none(PRECONDITIONS, headers);
    }

    private static boolean none(List<String> names, MultiMap headers) {
        for (String name : names) {
            if (headers.contains(name)) {
                return false;
            }
        }
        return true;
    }

    boolean credentialed() {
        return headers.contains("authorization") || headers.contains("cookie");
    }

    /// The values of the headers that answers vary by.
    List<String> values(List<String> names) {
        if (names.isEmpty()) {
            return List.of();
        }
        var values = new ArrayList<String>(names.size());
        for (String name : names) {
            String value = String.join(",", headers.getAll(name));
            values.add(name.equals("accept-encoding") ? codings(value) : value.strip());
        }
        return values;
    }

    /// What clients write in many ways and mean alike.
    private static String codings(String accepted) {
        Set<String> named = new TreeSet<>();
        for (String part : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
            String one = part.replace(" ", "");
            int semicolon = one.indexOf(';');
            String coding = semicolon < 0 ? one : one.substring(0, semicolon);
            boolean refused = semicolon >= 0 && one.substring(semicolon).matches(";q=0(\\.0*)?");
            if (!refused && (CODINGS.contains(coding) || coding.equals("*"))) {
                named.add(coding);
            }
        }
        return String.join(",", named);
    }

    /// `target` without the parameters that `settings` leave out.
    public static String target(String path, String query, CacheSettings settings) {
        if (query.isEmpty()) {
            return path;
        }
        if (settings.ignoredParameters().isEmpty()) {
            return path + '?' + query;
        }
        var kept = new StringBuilder(path);
        char mark = '?';
        for (String one : query.split("&", -1)) {
            int equals = one.indexOf('=');
            if (!settings.ignores(equals < 0 ? one : one.substring(0, equals))) {
                kept.append(mark).append(one);
                mark = '&';
            }
        }
        return kept.toString();
    }
}
