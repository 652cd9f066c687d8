package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Curl.Got;
import dev.fairlead.endtoend.Installation.Reply;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.Map;

/// Certificates by records that a real BIND takes from us and shows to pebble.
@Tag("slow")
class RecordCertificatesTest {
    private static final NameServer BIND = new NameServer();
    private static final Pebble PEBBLE = new Pebble(Pebble.freePort(), Map.of(), BIND.address());
    private static final Installation FAIRLEAD = Installation.fresh(PEBBLE.settings()).ready();

    @AfterAll
    static void close() {
        FAIRLEAD.close();
        PEBBLE.close();
        BIND.close();
    }

    private static String service(String project) {
        return FAIRLEAD.javascript(project, "hello", "export function handle() { return 'hi'; }")
                .path("id")
                .asString();
    }

    private static Reply zone(DomainTenant tenant, String name) {
        return tenant.ask(
                "POST",
                "/projects/" + tenant.project() + "/zones",
                Map.of(
                        "name",
                        name,
                        "kind",
                        "rfc2136",
                        "server",
                        BIND.address(),
                        "keyName",
                        NameServer.KEY_NAME,
                        "secret",
                        NameServer.SECRET));
    }

    private static Got ask(String host) {
        return Curl.get(
                "https://" + host + "/",
                FAIRLEAD.httpsPort(),
                "--cacert",
                PEBBLE.root().toString());
    }

    @Test
    void a_wildcard_is_served_by_a_record_of_its_own_zone() {
        // Given
        String service = service("own");
        DomainTenant tenant = DomainTenant.first(FAIRLEAD, "own");
        String id = zone(tenant, "example.test").json().path("id").asString();
        JsonNode checked = tenant.ask("POST", "/zones/" + id + ":check", Map.of()).json();
        // When
        tenant.proven(BIND::text, Map.of("name", "*.own.example.test", "service", service));
        tenant.issued("*.own.example.test");
        // Then
        assertThat(checked.path("works").asBoolean()).as(checked.toString()).isTrue();
        Installation.await(() -> ask("any.own.example.test").exit() == 0, "https");
        assertThat(ask("any.own.example.test").body()).contains("hi");
        assertThat(ask("own.example.test").exit()).isEqualTo(35);
    }

    @Test
    void a_challenge_whose_name_is_an_alias_is_answered_where_that_leads() {
        // Given
        String host = "delegating.example.test";
        String service = service("delegating");
        DomainTenant tenant = DomainTenant.first(FAIRLEAD, "delegating");
        zone(tenant, "delegated.test");
        BIND.alias("_acme-challenge." + host, "step.delegated.test");
        BIND.alias("step.delegated.test", "answer.delegated.test");
        // When
        tenant.proven(BIND::text, Map.of("name", host, "service", service, "challenge", "dns-01"));
        tenant.issued(host);
        // Then
        Installation.await(() -> ask(host).exit() == 0, "https");
        assertThat(ask(host).status()).isEqualTo(200);
    }
}
