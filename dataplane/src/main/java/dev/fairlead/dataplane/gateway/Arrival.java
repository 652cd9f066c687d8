package dev.fairlead.dataplane.gateway;

import dev.fairlead.dataplane.answers.AnswerSteps;
import dev.fairlead.dataplane.clients.Client;
import dev.fairlead.dataplane.clients.TrustedProxies;
import dev.fairlead.dataplane.router.Visitor;
import dev.fairlead.dataplane.signing.Signature;
import dev.fairlead.dataplane.wire.HostField;
import dev.fairlead.dataplane.wire.RequestTarget;

import io.vertx.core.Context;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;

import java.util.Optional;

/// A request on its event loop, what it is for, the address it came from, and who sent it where
/// they showed it.
record Arrival(
        HttpServerRequest request,
        Context context,
        HostField host,
        RequestTarget target,
        Client client,
        Optional<String> caller,
        Optional<Signature> signature,
        AnswerSteps steps)
        implements Visitor {
    static Arrival of(
            HttpServerRequest request,
            Context context,
            HostField host,
            RequestTarget target,
            TrustedProxies proxies) {
        var remote = request.remoteAddress();
        String peer = remote == null ? "" : String.valueOf(remote.hostAddress());
        var headers = request.headers();
        return new Arrival(
                request,
                context,
                host,
                target,
                proxies.client(peer, request.isSSL(), headers::getAll),
                Optional.empty(),
                Optional.empty(),
                AnswerSteps.NONE);
    }

    /// The same, from somebody who was let in.
    Arrival by(String callerId) {
        return new Arrival(
                request,
                context,
                host,
                target,
                client,
                Optional.of(callerId),
                Optional.empty(),
                steps);
    }

    /// The same, whose head was signed.
    Arrival by(Signature made) {
        return new Arrival(
                request,
                context,
                host,
                target,
                client,
                Optional.of(made.keyId()),
                Optional.of(made),
                steps);
    }

    /// The same, by a route that does so with its answer.
    Arrival by(AnswerSteps made) {
        return new Arrival(request, context, host, target, client, caller, signature, made);
    }

    /// Who counts as one: the caller where they are known, else the network.
    String who() {
        return caller.orElseGet(client::network);
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    @Override
    public Optional<String> cookie(String name) {
        Cookie cookie = request.getCookie(name);
        return Optional.ofNullable(cookie).map(Cookie::getValue);
    }

    @Override
    public Optional<String> query(String name) {
        try {
            return Optional.ofNullable(request.params().get(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no percent-encoding
        }
    }
}
