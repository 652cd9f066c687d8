package dev.fairlead.dataplane.calls;

import dev.fairlead.dataplane.clients.Client;
import dev.fairlead.dataplane.runtime.Header;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The headers of a request as its function sees them: what tells who the client is was written by
/// us, whatever a client wrote there.
public final class GuestHeaders {
    /// Who calls, where that is known: an id of ours.
    public static final String CALLER = "x-fairlead-caller";

    /// On the copy that a mirror gets.
    public static final Header MIRRORED = new Header("x-fairlead-mirrored", "true");

    private static final String OURS = "x-fairlead-";
    private static final String FORWARDED = "x-forwarded-";

    /// By these, too, proxies tell who the client is.
    private static final Set<String> TOLD =
            Set.of(
                    "forwarded",
                    "x-real-ip",
                    "x-client-ip",
                    "x-cluster-client-ip",
                    "true-client-ip",
                    "cf-connecting-ip",
                    "fastly-client-ip");

    private GuestHeaders() {}

    /// The credential of a `caller` who was let in by it is not the function's to see, and nor is
    /// the session of a browser.
    public static List<Header> of(
            Iterable<Map.Entry<String, String>> from, Client client, Optional<String> caller) {
        var headers = new ArrayList<Header>(16);
        for (var header : from) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            boolean credential = caller.isPresent() && name.equals("authorization");
            if (credential || claimed(name)) {
                continue;
            }
            String value = header.getValue();
            if (name.equals("cookie")) {
                value = SessionCookie.without(value);
            }
            if (!value.isEmpty() || !name.equals("cookie")) {
                headers.add(new Header(name, value));
            }
        }
        caller.ifPresent(id -> headers.add(new Header(CALLER, id)));
        if (!client.address().isEmpty()) {
            headers.add(new Header("x-forwarded-for", client.address()));
        }
        headers.add(new Header("x-forwarded-proto", client.secure() ? "https" : "http"));
        return headers;
    }

    /// Whether only we write it.
    public static boolean claimed(String name) {
        // To programs that are told headers as variables, '_' is the same as '-'.
        String plain = name.indexOf('_') < 0 ? name : name.replace('_', '-');
        return plain.startsWith(OURS) || plain.startsWith(FORWARDED) || TOLD.contains(plain);
    }
}
