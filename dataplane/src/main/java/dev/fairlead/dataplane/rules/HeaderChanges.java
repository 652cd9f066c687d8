package dev.fairlead.dataplane.rules;

import dev.fairlead.dataplane.calls.GuestHeaders;
import dev.fairlead.model.errors.InvalidValue;

import io.vertx.core.MultiMap;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Headers to set and to take out, their names in lower case.
public record HeaderChanges(Map<String, String> set, Set<String> remove) {
    public static final HeaderChanges NONE = new HeaderChanges(Map.of(), Set.of());

    private static final int MOST = 32;
    private static final int MOST_VALUE = 4096;
    private static final Pattern NAME = Pattern.compile("[a-z0-9!#$&'*+.^_`|~-]{1,128}");

    /// They say how a message is to be read, or belong to one connection.
    private static final Set<String> FRAMING =
            Set.of(
                    "host",
                    "content-length",
                    "content-encoding",
                    "transfer-encoding",
                    "connection",
                    "keep-alive",
                    "proxy-connection",
                    "upgrade",
                    "te",
                    "trailer",
                    "expect",
                    "x-request-id");

    public HeaderChanges {
        set = Map.copyOf(new TreeMap<>(set));
        remove = Set.copyOf(new TreeSet<>(remove));
        check(set.size() + remove.size() <= MOST, "changes at most " + MOST + " headers");
        for (String name : set.keySet()) {
            check(!remove.contains(name), "sets or removes '" + name + "', not both");
        }
        set.forEach((name, value) -> {
            named(name);
            check(
                    value.length() <= MOST_VALUE
                            && value.chars().allMatch(c -> (c >= ' ' && c <= '~') || c == '\t'),
                    "'" + name + "' has characters that headers cannot have");
        });
        remove.forEach(HeaderChanges::named);
    }

    private static void named(String name) {
        check(NAME.matcher(name).matches(), "'" + name + "' is no header's name");
        check(
                !FRAMING.contains(name) && !GuestHeaders.claimed(name),
                "'" + name + "' is the gateway's own");
    }

    private static void check(boolean holds, String rule) {
        if (!holds) {
            throw new InvalidValue("headers", rule);
        }
    }

    public void apply(MultiMap fields) {
        remove.forEach(fields::remove);
        set.forEach(fields::set);
    }
}
