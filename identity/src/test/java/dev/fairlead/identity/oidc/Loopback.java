package dev.fairlead.identity.oidc;

import dev.fairlead.identity.outbound.Outbound;
import dev.fairlead.identity.outbound.OutboundRules;

import java.time.Duration;

import javax.net.ssl.SSLSocketFactory;

/// The way to servers of a test, on this machine.
final class Loopback {
    static final Outbound OUTBOUND =
            new Outbound(
                    new OutboundRules(false, true),
                    (SSLSocketFactory) SSLSocketFactory.getDefault(),
                    new Outbound.Bounds(Duration.ofSeconds(20), 64 << 10));

    private Loopback() {}
}
