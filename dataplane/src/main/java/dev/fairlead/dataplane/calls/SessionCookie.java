package dev.fairlead.dataplane.calls;

import java.util.Arrays;
import java.util.stream.Collectors;

/// The cookie of a person who is signed in to this installation: no function sees or sets it.
public final class SessionCookie {
    /// A browser keeps a cookie of this name to its host and to https.
    public static final String NAME = "__Host-fairlead";

    private SessionCookie() {}

    /// A `Cookie` header without it; empty where nothing is left.
    static String without(String cookies) {
        if (!cookies.contains(NAME)) {
            return cookies;
        }
        return Arrays.stream(cookies.split(";", -1))
                .map(String::strip)
                .filter(pair -> !named(pair))
                .collect(Collectors.joining("; "));
    }

    private static boolean named(String pair) {
        int equals = pair.indexOf('=');
        return (equals < 0 ? pair : pair.substring(0, equals)).strip().equals(NAME);
    }

    /// Whether a `Set-Cookie` header is for it.
    public static boolean sets(String header) {
        return named(header.strip());
    }
}
