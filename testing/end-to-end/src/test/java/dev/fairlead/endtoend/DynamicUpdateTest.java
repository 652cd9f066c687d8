package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.certificates.dns.DnsFailed;
import dev.fairlead.certificates.dns.DnsProvider;
import dev.fairlead.certificates.dns.DynamicUpdate;
import dev.fairlead.certificates.dns.TsigKey;
import dev.fairlead.certificates.dns.TsigKey.Algorithm;
import dev.fairlead.certificates.lookup.NameServers;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// Records by RFC 2136 with TSIG, against a real BIND.
class DynamicUpdateTest extends DnsProviderContract {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String NAME = "_acme-challenge.no.example.test";
    private static final NameServer BIND = new NameServer();

    @AfterAll
    static void close() {
        BIND.close();
    }

    private static DnsProvider with(InetSocketAddress at, String zone, String key, String secret)
            throws DnsFailed {
        return new DynamicUpdate(at, zone, new TsigKey(key, Algorithm.SHA256, secret), PATIENCE);
    }

    @Override
    protected DnsProvider provider() throws DnsFailed {
        return with(BIND.socket(), "example.test", NameServer.KEY_NAME, NameServer.SECRET);
    }

    @Override
    protected NameServers names() {
        return new NameServers(List.of(BIND.socket()), Duration.ofSeconds(5));
    }

    @Test
    void what_is_signed_otherwise_is_refused_with_the_reason() throws DnsFailed {
        // Given
        String other = "YW5vdGhlci1zZWNyZXQtb2YtMzItYnl0ZXMtbG9uZyE=";
        DnsProvider wrong = with(BIND.socket(), "example.test", NameServer.KEY_NAME, other);
        DnsProvider unknown = with(BIND.socket(), "example.test", "nobodys", other);
        // When / Then
        assertThatThrownBy(() -> wrong.present(NAME, "x"))
                .isInstanceOf(DnsFailed.class)
                .hasMessageContaining("NOTAUTH")
                .hasMessageContaining("BADSIG");
        assertThatThrownBy(() -> unknown.present(NAME, "x"))
                .isInstanceOf(DnsFailed.class)
                .hasMessageContaining("BADKEY");
    }

    @Test
    void a_zone_that_is_not_there_and_a_server_that_is_away_are_said_to_be() throws DnsFailed {
        // Given
        DnsProvider elsewhere =
                with(BIND.socket(), "example.org", NameServer.KEY_NAME, NameServer.SECRET);
        DnsProvider away =
                with(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), Pebble.freePort()),
                        "example.test",
                        NameServer.KEY_NAME,
                        NameServer.SECRET);
        // When / Then
        assertThatThrownBy(() -> elsewhere.present("_acme-challenge.example.org", "x"))
                .isInstanceOf(DnsFailed.class)
                .hasMessageContaining("refuses the change");
        assertThatThrownBy(() -> away.present(NAME, "x"))
                .isInstanceOf(DnsFailed.class)
                .hasMessage("the name server does not answer");
    }
}
