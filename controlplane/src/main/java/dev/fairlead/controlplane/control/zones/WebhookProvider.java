package dev.fairlead.controlplane.control.zones;

import dev.fairlead.certificates.dns.DnsFailed;
import dev.fairlead.certificates.dns.DnsProvider;
import dev.fairlead.identity.outbound.Answer;
import dev.fairlead.identity.outbound.Ask;
import dev.fairlead.identity.outbound.Outbound;
import dev.fairlead.identity.outbound.OutboundFailed;
import dev.fairlead.identity.outbound.WebhookSignature;

import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.UUID;

/// A zone behind an address that changes it for us, whoever its provider is: a signed POST for each
/// change.
public final class WebhookProvider implements DnsProvider {
    private final Outbound outbound;
    private final URI address;
    private final String secret;
    private final Clock clock;

    public WebhookProvider(Outbound outbound, URI address, String secret, Clock clock) {
        this.outbound = outbound;
        this.address = address;
        this.secret = secret;
        this.clock = clock;
    }

    @Override
    public void present(String name, String text) throws DnsFailed {
        send("present", name, text);
    }

    @Override
    public void remove(String name, String text) throws DnsFailed {
        send("cleanup", name, text);
    }

    /// Names and digests are of letters, digits and signs that JSON needs not quote.
    private void send(String action, String name, String text) throws DnsFailed {
        String body =
                "{\"action\":\"%s\",\"name\":\"%s\",\"type\":\"TXT\",\"value\":\"%s\"}"
                        .formatted(action, name, text);
        var headers =
                new HashMap<>(
                        WebhookSignature.headers(
                                secret,
                                UUID.randomUUID().toString(),
                                clock.instant().getEpochSecond(),
                                body));
        headers.put("Content-Type", "application/json");
        Answer answer;
        try {
            answer = outbound.send(new Ask(address, headers, body));
        } catch (OutboundFailed e) {
            throw new DnsFailed(
                    switch (e.why()) {
                        case ADDRESS_REFUSED -> "the webhook's address is not allowed";
                        case UNREACHABLE -> "the webhook does not answer";
                        case TOO_LARGE, MALFORMED -> "the webhook's answer cannot be read";
                    },
                    e);
        }
        if (answer.status() < 200 || answer.status() > 299) {
            throw new DnsFailed("the webhook answered " + answer.status());
        }
    }
}
