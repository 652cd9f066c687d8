package dev.fairlead.dataplane.gateway;

import dev.fairlead.dataplane.clients.Client;
import dev.fairlead.dataplane.runtime.Header;

import io.vertx.core.MultiMap;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The headers of a request as its function sees them: what tells who the client is was written by
/// us, whatever a client wrote there.
final class GuestHeaders {
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

    static List<Header> of(MultiMap from, Client client) {
        var headers = new ArrayList<Header>(from.size() + 2);
        for (var header : from) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!claimed(name)) {
                headers.add(new Header(name, header.getValue()));
            }
        }
        if (!client.address().isEmpty()) {
            headers.add(new Header("x-forwarded-for", client.address()));
        }
        headers.add(new Header("x-forwarded-proto", client.secure() ? "https" : "http"));
        return headers;
    }

    private static boolean claimed(String name) {
        return name.startsWith(OURS) || name.startsWith(FORWARDED) || TOLD.contains(name);
    }
}
