package dev.fairlead.dataplane.addresses;

import dev.fairlead.dataplane.hosts.Hosts;

import io.vertx.core.http.HttpServerRequest;

import java.util.Optional;

/// What has to be read at a domain itself, to prove it: for a claim, and for an authority of
/// certificates (RFC 8555, section 8.3).
public final class WellKnown {
    private static final String ROOT = "/.well-known/";
    private static final String CHALLENGE = ROOT + "acme-challenge/";
    private static final String CLAIM = ROOT + "fairlead/";

    private WellKnown() {}

    /// Whether it was one, and is answered.
    public static boolean answer(HttpServerRequest request, String host, String path, Hosts hosts) {
        if (!path.startsWith(ROOT)) {
            return false;
        }
        Optional<String> text = Optional.empty();
        if (path.startsWith(CHALLENGE)) {
            text = hosts.challenge(path.substring(CHALLENGE.length()));
        } else if (path.startsWith(CLAIM)) {
            String token = path.substring(CLAIM.length());
            text = hosts.claimed(host, token) ? Optional.of(token) : Optional.empty();
        }
        text.ifPresent(one ->
                request.response()
                        .putHeader("content-type", "text/plain")
                        .putHeader("cache-control", "no-store")
                        .end(one));
        return text.isPresent();
    }
}
