package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Curl.Got;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// Certificates while they change: two instances on one PostgreSQL, an authority that fails, a
/// restart without the database.
@Tag("slow")
class CertificatesTest {
    private static final String HOST = "busy.example.test";
    private static final Pebble PEBBLE =
            new Pebble(Pebble.freePort(), Map.of("PEBBLE_WFE_NONCEREJECT", "30"));
    private static final SharedPostgres POSTGRES = new SharedPostgres(PEBBLE.settings());
    private static final Installation HERE = POSTGRES.first();
    private static final Installation THERE =
            POSTGRES.beside(HERE, Map.of("FAIRLEAD_PORT", "0", "FAIRLEAD_HTTPS_PORT", "0"));

    @AfterAll
    static void close() {
        THERE.close();
        HERE.close();
        POSTGRES.close();
        PEBBLE.close();
    }

    private static Got ask(Installation at, String root) {
        return Curl.get("https://" + HOST + "/", at.httpsPort(), "--cacert", root);
    }

    @Test
    void certificates_are_renewed_shared_and_kept_whatever_fails() throws IOException {
        // Given
        String service =
                HERE.javascript("shop", "hello", "export function handle() { return 'hi'; }")
                        .path("id")
                        .asString();
        DomainTenant shop = DomainTenant.first(HERE, "shop");
        shop.proven(PEBBLE, Map.of("name", HOST, "service", service));
        JsonNode first = shop.issued(HOST);
        String id = first.path("id").asString();
        String root = PEBBLE.root().toString();
        // Then
        Installation.await(() -> ask(HERE, root).exit() == 0, "https here");
        Installation.await(() -> ask(THERE, root).exit() == 0, "the certificate there");
        // When
        int renewals = 3;
        try (var load = new KeptConnections(HOST, HERE.httpsPort(), PEBBLE.root(), 20)) {
            String before = first.path("fingerprint").asString();
            for (int i = 0; i < renewals; i++) {
                before = renewed(shop, id, before);
            }
            Installation.await(() -> load.answered() > 500, "requests");
            // Then
            assertThat(load.failed()).isEmpty();
            System.out.printf(
                    "%d certificates were replaced beside %d requests, 0 failed%n",
                    renewals, load.answered());
        }
        // When
        PEBBLE.stopAuthority();
        shop.ask("POST", "/certificates/" + id + ":renew", Map.of());
        // Then
        Installation.await(
                () -> certificate(shop, id).path("state").asString().equals("failing"),
                "a failure");
        assertThat(certificate(shop, id).path("error").asString()).contains("does not answer");
        assertThat(certificate(shop, id).path("nextTryAt").asString()).isNotEmpty();
        assertThat(ask(HERE, root).exit()).isZero();
        // When
        String kept = certificate(shop, id).path("fingerprint").asString();
        PEBBLE.restartAuthority(Map.of());
        renewed(shop, id, kept);
        String other = PEBBLE.root().toString();
        Installation.await(() -> ask(THERE, other).exit() == 0, "the other authority's there");
        // When
        HERE.stop();
        POSTGRES.close();
        HERE.startAgain();
        // Then
        Installation.await(() -> ask(HERE, other).exit() == 0, "https without the database");
        assertThat(ask(HERE, other).status()).isEqualTo(200);
    }

    private static JsonNode certificate(DomainTenant shop, String id) {
        return shop.ask("GET", "/certificates/" + id, new HashMap<>()).json();
    }

    private static String renewed(DomainTenant shop, String id, String before) {
        shop.ask("POST", "/certificates/" + id + ":renew", Map.of());
        Installation.await(
                () -> {
                    JsonNode now = certificate(shop, id);
                    return now.path("state").asString().equals("issued")
                            && !now.path("fingerprint").asString().equals(before);
                },
                "another certificate");
        return certificate(shop, id).path("fingerprint").asString();
    }
}
