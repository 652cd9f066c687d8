package dev.fairlead.dataplane.addresses;

import dev.fairlead.dataplane.clients.IpAddress;
import dev.fairlead.dataplane.clients.TrustedProxies;
import dev.fairlead.dataplane.hosts.Hosts;
import dev.fairlead.dataplane.wire.HostField;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

import java.util.List;
import java.util.Optional;

/// Whether a web server before us may get a certificate for a name: asked by that server itself, so
/// by a trusted proxy or from this machine, and not for a client of its. To everybody else there is
/// nothing here.
public final class EdgeQuestion {
    public static final String PATH = "/edges/ask";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private EdgeQuestion() {}

    /// Whether it was one, and is answered.
    public static boolean answer(
            HttpServerRequest request,
            String path,
            TrustedProxies proxies,
            Hosts hosts,
            HostSettings settings) {
        boolean read =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        if (!path.equals(PATH) || !read || !byAnEdge(request, proxies)) {
            return false;
        }
        boolean known =
                name(request)
                        .filter(one -> settings.own().contains(one) || hosts.find(one).isPresent())
                        .isPresent();
        request.response()
                .setStatusCode(known ? OK : NOT_FOUND)
                .putHeader("content-type", "text/plain")
                .putHeader("cache-control", "no-store")
                .end(known ? "proven here\n" : "not proven here\n");
        return true;
    }

    /// A request that it forwards says so; only its own questions do not.
    private static boolean byAnEdge(HttpServerRequest request, TrustedProxies proxies) {
        if (request.headers().contains("x-forwarded-for")
                || request.headers().contains("forwarded")) {
            return false;
        }
        var remote = request.remoteAddress();
        String peer = remote == null ? "" : String.valueOf(remote.hostAddress());
        return proxies.trusts(peer)
                || IpAddress.parse(peer).filter(IpAddress::isLoopback).isPresent();
    }

    private static Optional<String> name(HttpServerRequest request) {
        try {
            String named = request.params().get("domain");
            return Optional.ofNullable(named)
                    .flatMap(text -> HostField.of(List.of(text)))
                    .filter(host -> host.port() < 0)
                    .map(HostField::name);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no percent-encoding
        }
    }
}
