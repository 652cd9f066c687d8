package dev.fairlead.dataplane.calls;

import java.util.Arrays;
import java.util.stream.Collectors;

/// The cookie of a person who is signed in to this installation, and those of a sign-in under way,
/// whose names begin with its name: no function sees or sets them.
public final class SessionCookie {
    /// A browser keeps a cookie of this name to its host and to https.
    public static final String NAME = "__Host-fairlead";

    private SessionCookie() {}

    /// A `Cookie` header without it; empty where nothing is left.
    public static String without(String cookies) {
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
        String name = (equals < 0 ? pair : pair.substring(0, equals)).strip();
        return name.equals(NAME) || name.startsWith(NAME + "-");
    }

    /// Whether a `Set-Cookie` header is for it.
    public static boolean sets(String header) {
        return named(header.strip());
    }
}
