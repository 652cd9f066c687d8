package dev.fairlead.server.domains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.certificates.acme.AcmeAuthority.Binding;
import dev.fairlead.certificates.acme.AcmeAuthority.Terms;
import dev.fairlead.dataplane.addresses.HostSettings.Engine;
import dev.fairlead.dataplane.clients.IpRange;
import dev.fairlead.model.domains.ProofMethod;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

class DomainSettingsTest {
    @Test
    void what_is_not_set_has_its_default() {
        // Given / When / Then
        assertThat(DomainSettings.parse(Map.of()))
                .isEqualTo(
                        new DomainSettings(
                                OptionalInt.empty(),
                                80,
                                443,
                                Engine.AUTO,
                                Set.of(),
                                List.of(),
                                Optional.empty(),
                                Set.of(ProofMethod.TXT, ProofMethod.CNAME, ProofMethod.HTTP),
                                List.of(),
                                Duration.ofDays(7),
                                Optional.empty()));
    }

    @Test
    void the_environment_sets_everything() {
        // Given
        var environment =
                Map.ofEntries(
                        Map.entry("FAIRLEAD_HTTPS_PORT", "8443"),
                        Map.entry("FAIRLEAD_PUBLIC_HTTP_PORT", "8080"),
                        Map.entry("FAIRLEAD_PUBLIC_HTTPS_PORT", "9443"),
                        Map.entry("FAIRLEAD_TLS", "jdk"),
                        Map.entry("FAIRLEAD_PUBLIC_URL", "https://Fairlead.example.org/"),
                        Map.entry("FAIRLEAD_DNS_SERVERS", "192.0.2.53, [2001:db8::53]:5353"),
                        Map.entry("FAIRLEAD_DOMAIN_TARGET", "In.Fairlead.example."),
                        Map.entry("FAIRLEAD_DOMAIN_PROOFS", "txt,cname"),
                        Map.entry("FAIRLEAD_DOMAIN_NETWORKS", "10.0.0.0/8"),
                        Map.entry("FAIRLEAD_DOMAIN_GRACE_DAYS", "3"),
                        Map.entry("FAIRLEAD_ACME_TERMS", "agreed"),
                        Map.entry("FAIRLEAD_ACME_DIRECTORY", "https://acme.example/dir"),
                        Map.entry("FAIRLEAD_ACME_CONTACT", "ada@example.org"),
                        Map.entry("FAIRLEAD_ACME_KEY_ID", "kid-1"),
                        Map.entry("FAIRLEAD_ACME_KEY", "c2VjcmV0"));
        // When
        DomainSettings settings = DomainSettings.parse(environment);
        // Then
        assertThat(settings)
                .isEqualTo(
                        new DomainSettings(
                                OptionalInt.of(8443),
                                8080,
                                9443,
                                Engine.JDK,
                                Set.of("fairlead.example.org"),
                                List.of(
                                        new InetSocketAddress("192.0.2.53", 53),
                                        new InetSocketAddress("2001:db8::53", 5353)),
                                Optional.of("in.fairlead.example"),
                                Set.of(ProofMethod.TXT, ProofMethod.CNAME),
                                List.of(IpRange.parse("10.0.0.0/8")),
                                Duration.ofDays(3),
                                Optional.of(
                                        new Terms(
                                                URI.create("https://acme.example/dir"),
                                                List.of(),
                                                Optional.of("ada@example.org"),
                                                Optional.of(new Binding("kid-1", "c2VjcmV0"))))));
        assertThat(settings.toString()).doesNotContain("c2VjcmV0");
    }

    @ParameterizedTest
    @CsvSource({
        "FAIRLEAD_HTTPS_PORT, 70000",
        "FAIRLEAD_TLS, gnutls",
        "FAIRLEAD_DNS_SERVERS, dns.example.org",
        "FAIRLEAD_DOMAIN_TARGET, localhost",
        "FAIRLEAD_DOMAIN_PROOFS, mail",
        "FAIRLEAD_DOMAIN_NETWORKS, everything",
        "FAIRLEAD_DOMAIN_GRACE_DAYS, -1",
        "FAIRLEAD_ACME_TERMS, yes"
    })
    void what_cannot_be_stops_the_start(String name, String value) {
        // Given / When / Then
        assertThatThrownBy(() -> DomainSettings.parse(Map.of(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }
}
