package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Curl.Got;
import dev.fairlead.endtoend.LyingAuthority.Lie;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.HashMap;
import java.util.Map;

/// An authority that lies, breaks, talks nonsense or says nothing.
@Tag("slow")
class HostileAuthorityTest {
    private static final String HOST = "hostile.example.test";
    private static final Pebble PEBBLE = new Pebble(Pebble.freePort(), Map.of());
    private static final LyingAuthority AUTHORITY = new LyingAuthority(PEBBLE);
    private static final Installation FAIRLEAD = Installation.fresh(settings()).ready();

    private static Map<String, String> settings() {
        var settings = new HashMap<>(PEBBLE.settings());
        settings.put("FAIRLEAD_ACME_DIRECTORY", AUTHORITY.directory());
        return settings;
    }

    @AfterAll
    static void close() {
        AUTHORITY.close();
        FAIRLEAD.close();
        PEBBLE.close();
    }

    private static Got ask() {
        return Curl.get(
                "https://" + HOST + "/",
                FAIRLEAD.httpsPort(),
                "--cacert",
                PEBBLE.root().toString());
    }

    private static JsonNode only(DomainTenant shop) {
        return shop.ask("GET", "/projects/" + shop.project() + "/certificates", Map.of())
                .json()
                .path("items")
                .path(0);
    }

    /// The reason that is shown when it was asked anew and failed.
    private static String failing(DomainTenant shop, Lie lie) {
        AUTHORITY.lies(lie);
        String id = only(shop).path("id").asString();
        shop.ask("POST", "/certificates/" + id + ":renew", Map.of());
        Installation.await(() -> only(shop).path("failures").asInt() > 0, "a failure by " + lie);
        assertThat(only(shop).path("nextTryAt").asString()).isNotEmpty();
        return only(shop).path("error").asString();
    }

    @Test
    void what_it_does_is_said_in_one_sentence_and_takes_nothing_away() {
        // Given
        String service =
                FAIRLEAD.javascript("shop", "hello", "export function handle() { return 'hi'; }")
                        .path("id")
                        .asString();
        DomainTenant shop = DomainTenant.first(FAIRLEAD, "shop");
        AUTHORITY.lies(Lie.ANOTHER_CERTIFICATE);
        // When
        shop.proven(PEBBLE, Map.of("name", HOST, "service", service, "challenge", "http-01"));
        Installation.await(
                () -> only(shop).path("state").asString().equals("failing"), "the first failure");
        // Then
        assertThat(only(shop).path("error").asString()).contains("was not asked for");
        assertThat(ask().exit()).isEqualTo(35);
        // When
        AUTHORITY.lies(Lie.NONE);
        shop.ask("POST", "/certificates/" + only(shop).path("id").asString() + ":renew", Map.of());
        String good = shop.issued(HOST).path("fingerprint").asString();
        Installation.await(() -> ask().exit() == 0, "https");
        // Then
        assertThat(failing(shop, Lie.ANOTHER_CERTIFICATE)).contains("was not asked for");
        assertThat(failing(shop, Lie.ERROR_AT_THE_END)).contains("authority");
        assertThat(failing(shop, Lie.NONSENSE)).contains("authority");
        assertThat(failing(shop, Lie.SILENCE)).contains("authority");
        assertThat(only(shop).path("fingerprint").asString()).isEqualTo(good);
        assertThat(ask().status()).isEqualTo(200);
    }
}
