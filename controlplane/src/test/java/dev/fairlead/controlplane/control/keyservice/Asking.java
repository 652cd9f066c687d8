package dev.fairlead.controlplane.control.keyservice;

import dev.fairlead.controlplane.control.keyservice.TransitKeyService.Patience;
import dev.fairlead.controlplane.control.keyservice.TransitKeyService.Place;
import dev.fairlead.identity.outbound.Outbound;
import dev.fairlead.identity.outbound.OutboundRules;
import dev.fairlead.testkit.keyservice.TransitServer;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

import javax.net.ssl.SSLSocketFactory;

/// How tests ask a transit engine: three times, without long pauses.
record Asking(
        URI address,
        SSLSocketFactory tls,
        String token,
        String mount,
        Optional<String> namespace,
        Duration time) {
    private static final Duration AMPLE = Duration.ofSeconds(20);

    static Asking of(TransitServer server, SSLSocketFactory tls) {
        return new Asking(
                server.address(), tls, server.token(), "transit", Optional.empty(), AMPLE);
    }

    /// By http, with this token.
    static Asking plainly(URI address, String token) {
        return new Asking(
                address,
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                token,
                "transit",
                Optional.empty(),
                AMPLE);
    }

    Asking mount(String other) {
        return new Asking(address, tls, token, other, namespace, time);
    }

    Asking namespace(String name) {
        return new Asking(address, tls, token, mount, Optional.of(name), time);
    }

    Asking within(Duration shorter) {
        return new Asking(address, tls, token, mount, namespace, shorter);
    }

    TransitKeyService service(String key) {
        return new TransitKeyService(
                new Outbound(
                        new OutboundRules(true, true), tls, new Outbound.Bounds(time, 64 << 10)),
                new Place(address, mount, key, namespace),
                token,
                new Patience(3, Duration.ofMillis(1)));
    }
}
