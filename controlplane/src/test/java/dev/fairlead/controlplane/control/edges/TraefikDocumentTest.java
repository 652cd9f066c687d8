package dev.fairlead.controlplane.control.edges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.controlplane.store.domains.EdgeStore.Proven;
import dev.fairlead.model.domains.DomainName;
import dev.fairlead.model.errors.InvalidValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The document against the shape that Traefik 3 publishes for its file and HTTP providers: fields
/// that it does not know stop it from reading any of it.
class TraefikDocumentTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> ROUTER =
            Set.of("entryPoints", "rule", "priority", "middlewares", "service", "tls");
    private static final Set<String> TLS = Set.of("certResolver", "domains", "options");
    private static final Set<String> BALANCER = Set.of("servers", "passHostHeader", "healthCheck");
    private static final Set<String> HEALTH = Set.of("path", "interval", "timeout");
    private static final Pattern RULE =
            Pattern.compile(
                    "(Host\\(`[a-z0-9.-]+`\\)|HostRegexp\\(`\\^[^`]+\\$`\\))"
                            + "( && !PathPrefix\\(`/\\.well-known/`\\))?");

    private static JsonNode document(String servers, String resolver, Proven... names) {
        var ways =
                new TraefikDocument.Ways(
                        "websecure", "web", Optional.of(resolver).filter(one -> !one.isEmpty()));
        return JSON.valueToTree(
                new TraefikDocument(Gateways.parse(servers), ways).of(List.of(names)));
    }

    private static Proven proven(String name, boolean redirect) {
        return new Proven(DomainName.parse(name), redirect);
    }

    private static void known(JsonNode object, Set<String> fields) {
        assertThat(object.isObject()).isTrue();
        assertThat(fields).containsAll(object.propertyNames());
    }

    /// Everything that Traefik asks of such a document.
    private static void check(JsonNode document) {
        known(document, Set.of("http"));
        JsonNode http = document.path("http");
        known(http, Set.of("routers", "services", "middlewares"));
        http.forEach(section -> assertThat(section).isNotEmpty());
        for (Map.Entry<String, JsonNode> one : http.path("routers").properties()) {
            JsonNode router = one.getValue();
            known(router, ROUTER);
            assertThat(one.getKey()).matches("[a-z0-9._-]+");
            assertThat(router.path("rule").asString()).matches(RULE);
            assertThat(router.path("priority").asInt()).isPositive();
            assertThat(http.path("services").has(router.path("service").asString())).isTrue();
            router.path("middlewares")
                    .forEach(name ->
                            assertThat(http.path("middlewares").has(name.asString())).isTrue());
            if (router.has("tls")) {
                known(router.path("tls"), TLS);
            }
        }
        for (JsonNode service : http.path("services")) {
            known(service, Set.of("loadBalancer"));
            JsonNode balancer = service.path("loadBalancer");
            known(balancer, BALANCER);
            assertThat(balancer.path("servers")).isNotEmpty();
            balancer.path("servers").forEach(server -> known(server, Set.of("url")));
            if (balancer.has("healthCheck")) {
                known(balancer.path("healthCheck"), HEALTH);
            }
        }
        for (JsonNode middleware : http.path("middlewares")) {
            known(middleware, Set.of("redirectScheme"));
            known(middleware.path("redirectScheme"), Set.of("scheme", "permanent", "port"));
        }
    }

    @Test
    void every_document_has_the_shape_that_traefik_reads() {
        // Given
        Proven[] names = {
            proven("*.example.org", false),
            proven("shop.example.org", true),
            proven("m\u00fcnchen.example.org", false)
        };
        // When / Then
        for (String resolver : List.of("", "letsencrypt")) {
            check(document("http://10.0.0.5:8080", resolver, names));
            check(document("http://10.0.0.5:8080,http://[2001:db8::1]", resolver, names));
            check(document("http://10.0.0.5:8080", resolver));
        }
    }

    @Test
    void an_exact_name_wins_over_a_wildcard_whose_rule_is_longer() {
        // When
        JsonNode routers =
                document(
                                "http://10.0.0.5",
                                "dns",
                                proven("*.example.org", false),
                                proven("a.example.org", true))
                        .path("http")
                        .path("routers");
        // Then
        JsonNode wild = routers.path("fairlead-_.example.org");
        JsonNode exact = routers.path("fairlead-a.example.org");
        assertThat(wild.path("rule").asString())
                .isEqualTo("HostRegexp(`^[a-z0-9_-]+\\.example\\.org$`)");
        assertThat(wild.path("tls").toString())
                .isEqualTo("{\"certResolver\":\"dns\",\"domains\":[{\"main\":\"*.example.org\"}]}");
        assertThat(exact.path("priority").asInt()).isGreaterThan(wild.path("priority").asInt());
        assertThat(routers.path("fairlead-a.example.org_redirect").path("middlewares").toString())
                .isEqualTo("[\"fairlead-https\"]");
        assertThat(routers.path("fairlead-a.example.org_plain").has("tls")).isFalse();
    }

    @Test
    void the_same_names_make_the_same_bytes() {
        // Given
        Proven[] names = {proven("a.example.org", true), proven("b.example.org", false)};
        // When / Then
        assertThat(document("http://10.0.0.5,http://10.0.0.6", "", names).toString())
                .isEqualTo(document("http://10.0.0.5,http://10.0.0.6", "", names).toString())
                .contains("\"healthCheck\":{\"path\":\"/healthz\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://10.0.0.5",
                "http://",
                "http://a/b",
                "http://user@a",
                "http://a?b",
                "http://a:70000",
                "10.0.0.5:8080",
                "http://a,"
            })
    void what_is_no_address_of_a_gateway_is_refused(String text) {
        assertThatThrownBy(() -> Gateways.parse(text)).isInstanceOf(InvalidValue.class);
    }
}
