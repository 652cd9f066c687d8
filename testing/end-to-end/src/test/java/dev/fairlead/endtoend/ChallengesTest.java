package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Curl.Got;
import dev.fairlead.endtoend.Installation.Reply;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Certificates by handshakes and by records, on two instances of one installation: by whatever the
/// authority was shown a domain, both serve it.
@Tag("slow")
class ChallengesTest {
    private static final Pebble PEBBLE = new Pebble(Pebble.freePort(), Map.of());
    private static final SharedPostgres POSTGRES = new SharedPostgres(PEBBLE.settings());
    private static final Installation HERE = POSTGRES.first();
    private static final Installation THERE =
            POSTGRES.beside(HERE, Map.of("FAIRLEAD_PORT", "0", "FAIRLEAD_HTTPS_PORT", "0"));
    private static final DnsWebhook WEBHOOK = DnsWebhook.changing(PEBBLE);
    private static final String SERVICE =
            HERE.javascript("shop", "hello", "export function handle() { return 'hi'; }")
                    .path("id")
                    .asString();
    private static final DomainTenant SHOP = DomainTenant.first(HERE, "shop");

    @AfterAll
    static void close() {
        WEBHOOK.close();
        THERE.close();
        HERE.close();
        POSTGRES.close();
        PEBBLE.close();
    }

    private static Got ask(Installation at, String host) {
        return Curl.get(
                "https://" + host + "/", at.httpsPort(), "--cacert", PEBBLE.root().toString());
    }

    private static void servedByBoth(String host) {
        Installation.await(() -> ask(HERE, host).exit() == 0, "https here at " + host);
        Installation.await(() -> ask(THERE, host).exit() == 0, "https there at " + host);
        assertThat(ask(HERE, host).status()).isEqualTo(200);
    }

    private static Reply zone(Map<String, ?> zone) {
        return SHOP.ask("POST", "/projects/" + SHOP.project() + "/zones", zone);
    }

    private static JsonNode failing(String name) {
        var found = new JsonNode[1];
        Installation.await(
                () -> {
                    for (JsonNode one :
                            SHOP.ask(
                                            "GET",
                                            "/projects/" + SHOP.project() + "/certificates",
                                            Map.of())
                                    .json()
                                    .path("items")) {
                        if (one.path("names").path(0).asString().equals(name)
                                && one.path("state").asString().equals("failing")) {
                            found[0] = one;
                        }
                    }
                    return found[0] != null;
                },
                "a failure of " + name);
        return found[0];
    }

    @Test
    void a_handshake_shows_an_authority_that_a_domain_is_ours() {
        // Given
        String host = "handshake.example.test";
        // When
        JsonNode domain =
                SHOP.proven(
                        PEBBLE,
                        Map.of("name", host, "service", SERVICE, "challenge", "tls-alpn-01"));
        SHOP.issued(host);
        // Then
        assertThat(domain.path("challenge").asString()).isEqualTo("tls-alpn-01");
        servedByBoth(host);
    }

    @Test
    void a_wildcard_gets_its_certificate_by_a_record_that_a_webhook_sets() {
        // Given
        String wild = "*.wild.example.test";
        Reply made =
                zone(
                        Map.of(
                                "name",
                                "wild.example.test",
                                "kind",
                                "webhook",
                                "url",
                                WEBHOOK.url(),
                                "secret",
                                DnsWebhook.SECRET));
        // When
        SHOP.proven(PEBBLE, Map.of("name", wild, "service", SERVICE));
        JsonNode first = SHOP.issued(wild);
        // Then
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.body()).doesNotContain(DnsWebhook.SECRET);
        servedByBoth("any.wild.example.test");
        servedByBoth("other.wild.example.test");
        assertThat(ask(HERE, "wild.example.test").exit()).isEqualTo(35);
        assertThat(ask(HERE, "a.b.wild.example.test").exit()).isEqualTo(35);
        // When
        String id = first.path("id").asString();
        SHOP.ask("POST", "/certificates/" + id + ":renew", Map.of());
        // Then
        Installation.await(
                () ->
                        !SHOP.ask("GET", "/certificates/" + id, Map.of())
                                .json()
                                .path("fingerprint")
                                .asString()
                                .equals(first.path("fingerprint").asString()),
                "the next certificate of the wildcard");
        servedByBoth("any.wild.example.test");
    }

    @Test
    void what_hinders_a_record_is_said_at_the_certificate() {
        // Given
        Map<String, String> wrong =
                Map.of(
                        "name",
                        "wrong.example.test",
                        "kind",
                        "webhook",
                        "url",
                        WEBHOOK.url(),
                        "secret",
                        "YW5vdGhlci1zZWNyZXQtb2YtMzItYnl0ZXMtbG9uZyE=");
        String id = zone(wrong).json().path("id").asString();
        // When
        JsonNode checked = SHOP.ask("POST", "/zones/" + id + ":check", Map.of()).json();
        SHOP.proven(PEBBLE, Map.of("name", "*.wrong.example.test", "service", SERVICE));
        SHOP.proven(
                PEBBLE,
                Map.of(
                        "name",
                        "uncovered.example.test",
                        "service",
                        SERVICE,
                        "challenge",
                        "dns-01"));
        // Then
        assertThat(checked.path("works").asBoolean()).isFalse();
        assertThat(checked.path("error").asString()).contains("answered 401");
        assertThat(failing("*.wrong.example.test").path("error").asString())
                .contains("_acme-challenge.wrong.example.test", "answered 401");
        assertThat(failing("uncovered.example.test").path("error").asString())
                .contains("no zone", "_acme-challenge.uncovered.example.test");
        assertThat(failing("uncovered.example.test").path("nextTryAt").asString()).isNotEmpty();
    }

    @Test
    void what_cannot_be_is_refused() {
        // When / Then
        assertThat(SHOP.claim(Map.of("name", "*.no.example.test", "challenge", "http-01")).body())
                .contains("/challenge", "dns-01");
        assertThat(SHOP.claim(Map.of("name", "no.example.test", "challenge", "mail")).body())
                .contains("/challenge", "http-01");
        Map<String, String> server =
                Map.of(
                        "name", "no.example.test",
                        "kind", "rfc2136",
                        "server", "127.0.0.1:5353",
                        "keyName", "key",
                        "secret", NameServer.SECRET);
        for (Map<String, String> other :
                List.of(
                        Map.of("server", "10.0.0.1"),
                        Map.of("server", "ns.example.org"),
                        Map.of("keyName", "a b"),
                        Map.of("algorithm", "hmac-md5"),
                        Map.of("secret", "c2hvcnQ="),
                        Map.of("secret", "not base64"),
                        Map.of("url", "https://example.org"),
                        Map.of("name", "*.example.test"),
                        Map.of("kind", "mail"),
                        Map.of("kind", "webhook", "url", "http://example.org/"))) {
            var all = new HashMap<>(server);
            all.putAll(other);
            assertThat(zone(all).status()).as(other.toString()).isEqualTo(400);
        }
    }
}
