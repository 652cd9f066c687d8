package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Curl.Got;
import dev.fairlead.endtoend.Installation.Reply;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Web servers of somebody's own before us: a real Caddy, and the document for Traefik.
class EdgesTest {
    private static final Pebble PEBBLE = new Pebble(Pebble.freePort(), Map.of());
    private static final Installation FAIRLEAD = Installation.fresh(settings()).ready();
    private static final DomainTenant SHOP = DomainTenant.first(FAIRLEAD, "shop");
    private static final String SERVICE =
            FAIRLEAD.javascript(
                            "shop",
                            "hello",
                            "export function handle(r) { return { status: 200, headers: {"
                                    + " proto: r.headers['x-forwarded-proto'],"
                                    + " client: r.headers['x-forwarded-for'] },"
                                    + " body: r.method + ' ' + r.path }; }")
                    .path("id")
                    .asString();

    private static Map<String, String> settings() {
        var settings = new HashMap<>(PEBBLE.settings());
        settings.keySet().removeIf(name -> name.startsWith("FAIRLEAD_ACME"));
        settings.put("FAIRLEAD_TRUSTED_PROXIES", "127.0.0.1");
        settings.put("FAIRLEAD_UPSTREAMS", "127.0.0.1");
        settings.put("FAIRLEAD_PUBLIC_URL", "https://fairlead.example.test");
        return settings;
    }

    @AfterAll
    static void close() {
        FAIRLEAD.close();
        PEBBLE.close();
    }

    private static Reply ask(String query, String... headers) {
        return FAIRLEAD.send("GET", "/edges/ask" + query, new byte[0], headers);
    }

    @Test
    void caddy_serves_proven_names_with_certificates_of_its_own() throws IOException {
        // Given
        String host = "behind-caddy.example.test";
        SHOP.proven(
                PEBBLE, Map.of("name", host, "service", SERVICE, "automaticCertificate", false));
        int http = Pebble.freePort();
        int https = Pebble.freePort();
        JsonNode configuration =
                FAIRLEAD.api(
                                "GET",
                                "/edges/caddy?issuer=internal&servers=http://127.0.0.1:"
                                        + FAIRLEAD.port()
                                        + "&httpPort="
                                        + http
                                        + "&httpsPort="
                                        + https,
                                "")
                        .json();
        // When
        try (var caddy = new Caddy(configuration, https)) {
            String root = caddy.root().toString();
            Got one = Curl.get("https://" + host + "/a", https, "--cacert", root, "--http1.1");
            Got two =
                    Curl.get(
                            "https://" + host + "/b",
                            https,
                            "--cacert",
                            root,
                            "--http2",
                            "--interface",
                            "127.0.0.9",
                            "-H",
                            "X-Forwarded-For: 203.0.113.1");
            Got plain = Curl.get("http://" + host + "/c", http);
            Got unproven = Curl.get("https://nobody.example.test/", https, "-k");
            Got own =
                    Curl.get(
                            "https://fairlead.example.test/edges/ask?domain=" + host,
                            https,
                            "--cacert",
                            root);
            // Then
            assertThat(one.body()).as(caddy.log()).isEqualTo("GET /a");
            assertThat(one.header("proto")).contains("https");
            assertThat(two.head()).startsWith("HTTP/2 200");
            assertThat(two.header("client")).contains("127.0.0.9");
            assertThat(plain.body()).isEqualTo("GET /c");
            assertThat(plain.header("proto")).contains("http");
            assertThat(unproven.exit()).isEqualTo(35);
            assertThat(own.status()).isEqualTo(404);
            echoes(caddy, https);
        }
    }

    /// A domain that is proven while Caddy runs, and a socket through both.
    private static void echoes(Caddy caddy, int https) throws IOException {
        String host = "sockets.example.test";
        String id = FAIRLEAD.service("shop", "echo", "proxy");
        try (var upstream = new NamedUpstream("echo")) {
            Reply deployed =
                    FAIRLEAD.api(
                            "POST",
                            "/functions/" + id + "/deployments",
                            Installation.JSON
                                    .writeValueAsString(
                                            Map.of("targets", List.of(upstream.target())))
                                    .getBytes(StandardCharsets.UTF_8),
                            "application/vnd.fairlead.upstream+json");
            assertThat(deployed.status()).as(deployed.body()).isEqualTo(202);
            SHOP.proven(PEBBLE, Map.of("name", host, "service", id, "automaticCertificate", false));
            Installation.await(() -> FAIRLEAD.get("/fn/shop/echo").status() == 200, "the upstream");
            try (var socket = new EchoingSocket(host, https, caddy.root())) {
                assertThat(socket.ask("hello")).isEqualTo("hello echo");
            }
        }
    }

    @Test
    void only_a_proxy_of_ours_is_told_what_is_proven() {
        // Given
        String host = "asked.example.test";
        SHOP.proven(PEBBLE, Map.of("name", host, "automaticCertificate", false));
        SHOP.proven(PEBBLE, Map.of("name", "*.asked.example.test", "automaticCertificate", false));
        SHOP.claim(Map.of("name", "claimed.example.test"));
        // When / Then
        assertThat(ask("?domain=" + host).status()).isEqualTo(200);
        assertThat(ask("?domain=ASKED.example.test.").status()).isEqualTo(200);
        assertThat(ask("?domain=any.asked.example.test").status()).isEqualTo(200);
        assertThat(ask("?domain=fairlead.example.test").status()).isEqualTo(200);
        for (String unknown :
                List.of(
                        "?domain=claimed.example.test",
                        "?domain=a.any.asked.example.test",
                        "?domain=localhost",
                        "?domain=" + host + ":443",
                        "?domain=" + host + "%00",
                        "?domain=",
                        "")) {
            assertThat(ask(unknown).status()).as(unknown).isEqualTo(404);
        }
        assertThat(Curl.get("http://localhost/edges/ask?domain=%zz", FAIRLEAD.port()).status())
                .isEqualTo(404);
        assertThat(ask("?domain=" + host, "x-forwarded-for", "203.0.113.7").json().path("code"))
                .hasToString("\"route-not-found\"");
        assertThat(ask("?domain=" + host, "forwarded", "for=203.0.113.7").status()).isEqualTo(404);
    }

    @Test
    void traefik_reads_a_router_for_each_proven_name() {
        // Given
        SHOP.proven(
                PEBBLE,
                Map.of(
                        "name",
                        "traefik.example.test",
                        "redirectToHttps",
                        true,
                        "automaticCertificate",
                        false));
        String path = "/edges/traefik?resolver=le&servers=http://10.0.0.5:8080";
        // When
        Reply document = FAIRLEAD.api("GET", path, "");
        String tag = document.whole().headers().firstValue("etag").orElseThrow();
        Reply again =
                FAIRLEAD.send(
                        "GET",
                        "/api/v1" + path,
                        new byte[0],
                        "authorization",
                        "Bearer " + FAIRLEAD.key(),
                        "if-none-match",
                        tag);
        // Then
        JsonNode http = document.json().path("http");
        assertThat(http.path("routers").path("fairlead-traefik.example.test").toString())
                .isEqualTo(
                        "{\"entryPoints\":[\"websecure\"],\"rule\":"
                                + "\"Host(`traefik.example.test`)\",\"priority\":20,"
                                + "\"service\":\"fairlead\",\"tls\":{\"certResolver\":\"le\"}}");
        assertThat(http.path("services").toString()).contains("http://10.0.0.5:8080");
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(
                        FAIRLEAD.api("GET", "/installation/edges/traefik", "")
                                .json()
                                .path("http")
                                .path("routers")
                                .has("fairlead-fairlead.example.test"))
                .isTrue();
        assertThat(FAIRLEAD.api("GET", "/edges/traefik?servers=ftp://x", "").status())
                .isEqualTo(400);
    }

    @Test
    void every_command_of_the_page_works(@TempDir Path files) {
        // When
        List<PageCommands.Ran> ran =
                new ArrayList<>(new PageCommands(FAIRLEAD, files).run("edges.md"));
        // Then
        assertThat(ran).hasSizeGreaterThan(2).allMatch(one -> one.exit() == 0);
        assertThat(ran).allSatisfy(one -> Installation.JSON.readTree(one.said()));
    }
}
