package dev.fairlead.dataplane.gateway;

import dev.fairlead.dataplane.clients.Client;
import dev.fairlead.dataplane.clients.TrustedProxies;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;

/// A request on its event loop, and who sent it.
record Arrival(HttpServerRequest request, Context context, Client client) {
    static Arrival of(HttpServerRequest request, Context context, TrustedProxies proxies) {
        var remote = request.remoteAddress();
        String peer = remote == null ? "" : String.valueOf(remote.hostAddress());
        var headers = request.headers();
        return new Arrival(
                request, context, proxies.client(peer, request.isSSL(), headers::getAll));
    }
}
