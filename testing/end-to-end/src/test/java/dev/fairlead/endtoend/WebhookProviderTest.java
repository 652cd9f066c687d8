package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.certificates.dns.DnsFailed;
import dev.fairlead.certificates.dns.DnsProvider;
import dev.fairlead.certificates.lookup.NameServers;
import dev.fairlead.controlplane.control.zones.WebhookProvider;
import dev.fairlead.identity.outbound.Outbound;
import dev.fairlead.identity.outbound.OutboundRules;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLSocketFactory;

/// Records by signed requests to a program of somebody's own.
class WebhookProviderTest extends DnsProviderContract {
    private static final Pebble PEBBLE = new Pebble(Pebble.freePort(), Map.of());
    private static final DnsWebhook WEBHOOK = DnsWebhook.changing(PEBBLE);

    @AfterAll
    static void close() {
        WEBHOOK.close();
        PEBBLE.close();
    }

    private static DnsProvider signing(String secret, String url) {
        var outbound =
                new Outbound(
                        new OutboundRules(false, true),
                        (SSLSocketFactory) SSLSocketFactory.getDefault(),
                        Outbound.Bounds.STANDARD);
        return new WebhookProvider(outbound, URI.create(url), secret, Clock.systemUTC());
    }

    @Override
    protected DnsProvider provider() {
        return signing(DnsWebhook.SECRET, WEBHOOK.url());
    }

    @Override
    protected NameServers names() {
        return new NameServers(List.of(PEBBLE.nameServer()), Duration.ofSeconds(5));
    }

    @Test
    void what_is_signed_otherwise_changes_nothing() {
        // Given
        DnsProvider other = signing("YW5vdGhlci1zZWNyZXQtb2YtbWFueS1ieXRlcw==", WEBHOOK.url());
        // When / Then
        assertThatThrownBy(() -> other.present("_acme-challenge.not.example.test", "x"))
                .isInstanceOf(DnsFailed.class)
                .hasMessage("the webhook answered 401");
    }

    @Test
    void one_that_is_away_is_said_to_be() {
        // Given
        DnsProvider away =
                signing(DnsWebhook.SECRET, "http://127.0.0.1:" + Pebble.freePort() + "/");
        // When / Then
        assertThatThrownBy(() -> away.present("_acme-challenge.away.example.test", "x"))
                .isInstanceOf(DnsFailed.class)
                .hasMessage("the webhook does not answer");
    }
}
