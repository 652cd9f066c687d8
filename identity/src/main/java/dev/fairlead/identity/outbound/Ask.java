package dev.fairlead.identity.outbound;

import java.net.URI;
import java.util.Map;

/// What a server is asked: a GET without a body, a POST with one.
public record Ask(URI address, Map<String, String> headers, String body) {
    public Ask {
        headers = Map.copyOf(headers);
    }

    public static Ask get(URI address, Map<String, String> headers) {
        return new Ask(address, headers, "");
    }

    String method() {
        return body.isEmpty() ? "GET" : "POST";
    }
}
