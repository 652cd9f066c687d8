package dev.fairlead.dataplane.clients;

import dev.fairlead.dataplane.clients.TrustedProxies.Headers;
import dev.fairlead.dataplane.clients.TrustedProxies.Hop;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads what proxies tell of a request's way, nearest first. Bounded: a way has at most `MOST`
/// steps, a step `MOST_TEXT` characters; what is no list ends the way.
final class Forwarded {
    static final int MOST = 32;
    private static final int MOST_TEXT = 256;

    private Forwarded() {}

    /// `X-Forwarded-For`, with the schemes of `X-Forwarded-Proto` at the same places from the
    /// right.
    static List<Hop> listed(Headers headers) {
        List<String> addresses = split(headers.all("x-forwarded-for"), ',');
        List<String> schemes = split(headers.all("x-forwarded-proto"), ',');
        var hops = new ArrayList<Hop>();
        for (int i = 0; i < addresses.size(); i++) {
            // A single scheme is that of the client: most proxies hand it on and do not add theirs.
            Optional<String> scheme =
                    schemes.isEmpty()
                            ? Optional.empty()
                            : Optional.of(schemes.get(Math.min(i, schemes.size() - 1)));
            hops.add(new Hop(bare(addresses.get(i)), scheme));
        }
        return hops;
    }

    /// `Forwarded` (RFC 7239).
    static List<Hop> standard(Headers headers) {
        var hops = new ArrayList<Hop>();
        for (String element : split(headers.all("forwarded"), ',')) {
            Map<String, String> pairs = pairs(element);
            hops.add(
                    new Hop(
                            bare(pairs.getOrDefault("for", "")),
                            Optional.ofNullable(pairs.get("proto"))));
        }
        return hops;
    }

    private static Map<String, String> pairs(String element) {
        var pairs = new HashMap<String, String>();
        for (String pair : split(List.of(element), ';')) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                pairs.putIfAbsent(
                        pair.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        unquoted(pair.substring(equals + 1).strip()));
            }
        }
        return pairs;
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    /// The last parts of a list first; what is between quotes is one part.
    private static List<String> split(List<String> lines, char separator) {
        var parts = new ArrayList<String>();
        for (int i = lines.size() - 1; i >= 0 && parts.size() < MOST; i--) {
            String line = lines.get(i);
            boolean quoted = false;
            int end = line.length();
            for (int at = end - 1; at >= -1 && parts.size() < MOST; at--) {
                char c = at < 0 ? separator : line.charAt(at);
                quoted ^= c == '"';
                if (at < 0 || (c == separator && !quoted)) {
                    add(parts, line.substring(at + 1, end));
                    end = at;
                }
            }
        }
        return Collections.unmodifiableList(parts);
    }

    private static void add(List<String> parts, String part) {
        String text = part.length() > MOST_TEXT ? "" : part.strip();
        if (!text.isEmpty() || part.length() > MOST_TEXT) {
            parts.add(text);
        }
    }

    /// Without a port and without brackets.
    private static String bare(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end < 0 ? "" : text.substring(1, end);
        }
        int colon = text.indexOf(':');
        boolean port = colon >= 0 && text.indexOf(':', colon + 1) < 0;
        return port ? text.substring(0, colon) : text;
    }
}
