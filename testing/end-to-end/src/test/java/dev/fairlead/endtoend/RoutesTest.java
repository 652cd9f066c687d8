package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Curl.Got;
import dev.fairlead.endtoend.Installation.Reply;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Routes of domains, asked by curl.
class RoutesTest {
    private static final Pebble PEBBLE = new Pebble(Pebble.freePort(), Map.of());
    private static final Installation FAIRLEAD = Installation.fresh(PEBBLE.settings()).ready();
    private static final String PROGRAM =
            "export function handle(r) { return { status: 200, headers: { 'content-type':"
                    + " 'text/plain', 'x-inner': 'yes' }, body: r.method + ' ' + r.path + ' ' +"
                    + " (r.headers['x-step'] ?? '-') + ' ' + (r.headers['authorization'] ?? '-') +"
                    + " (r.path === '/long' ? ' long'.repeat(1000) : '') }; }";
    private static final String SERVICE =
            FAIRLEAD.javascript("shop", "hello", PROGRAM).path("id").asString();
    private static final DomainTenant SHOP = DomainTenant.first(FAIRLEAD, "shop");

    @AfterAll
    static void close() {
        FAIRLEAD.close();
        PEBBLE.close();
    }

    private static Got http(String host, String path, String... more) {
        return Curl.get("http://" + host + path, FAIRLEAD.port(), more);
    }

    /// The path of a proven domain's routes.
    private static String domain(String host) {
        var domain = Map.of("name", host, "service", SERVICE, "automaticCertificate", false);
        return "/domains/" + SHOP.proven(PEBBLE, domain).path("id").asString() + "/routes";
    }

    private static JsonNode added(String routes, Map<String, ?> route) {
        Reply reply = SHOP.ask("POST", routes, route);
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        return reply.json();
    }

    private static JsonNode explain(Map<String, ?> request) {
        Reply reply = SHOP.ask("POST", "/projects/" + SHOP.project() + "/routes:explain", request);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json();
    }

    @Test
    void the_most_specific_decides_and_says_why() {
        // Given
        String host = "routed.example.test";
        String routes = domain(host);
        JsonNode api =
                added(routes, Map.of("path", "/api/*", "service", SERVICE, "rewrite", "/{rest}"));
        added(routes, Map.of("path", "/old/*", "redirect", "/new/{rest}", "status", 301));
        added(
                routes,
                Map.of(
                        "path",
                        "/api/teapot",
                        "methods",
                        List.of("GET"),
                        "status",
                        418,
                        "body",
                        "short"));
        // When / Then
        assertThat(http(host, "/api/users").body()).startsWith("GET /users ");
        assertThat(http(host, "/api").body()).startsWith("GET / ");
        assertThat(http(host, "/other").body()).startsWith("GET /other ");
        assertThat(http(host, "/api/teapot").status()).isEqualTo(418);
        assertThat(http(host, "/%61pi//teapot").status()).isEqualTo(418);
        assertThat(http(host, "/x/../api/teapot", "--path-as-is").status()).isEqualTo(400);
        Got moved = http(host, "/old/a?b=c");
        assertThat(moved.status()).isEqualTo(301);
        assertThat(moved.header("location")).contains("/new/a?b=c");
        assertThat(http(host, "/old//evil.example").header("location"))
                .contains("/new/evil.example");
        Reply tie = SHOP.ask("POST", routes, Map.of("path", "/api/*", "service", SERVICE));
        assertThat(tie.code()).isEqualTo("route-conflict");
        assertThat(tie.body()).contains(api.path("id").asString());
        JsonNode explained =
                explain(Map.of("url", "https://" + host + "/api/teapot", "method", "PUT"));
        assertThat(explained.path("route")).isEqualTo(api.path("id"));
        assertThat(explained.path("path").asString()).isEqualTo("/teapot");
        assertThat(explained.path("tried").toString()).contains("the method is not one of GET");
        SHOP.ask("DELETE", "/routes/" + api.path("id").asString(), Map.of());
        assertThat(http(host, "/api/users").body()).startsWith("GET /api/users ");
    }

    @Test
    void steps_hold_for_every_answer() {
        // Given
        String host = "steps.example.test";
        String routes = domain(host);
        added(
                routes,
                Map.of(
                        "path",
                        "/*",
                        "service",
                        SERVICE,
                        "steps",
                        Map.of(
                                "cors", Map.of("origins", List.of("https://app.example")),
                                "requestHeaders", Map.of("set", Map.of("X-Step", "one")),
                                "answerHeaders",
                                        Map.of(
                                                "set", Map.of("x-outer", "1"),
                                                "remove", List.of("x-inner")),
                                "compress", true)));
        added(
                routes,
                Map.of(
                        "path",
                        "/closed/*",
                        "service",
                        SERVICE,
                        "steps",
                        Map.of("deny", List.of("127.0.0.0/8", "::1"))));
        String[] page = {"-H", "Origin: https://app.example"};
        String[] preflight = {
            "-X",
            "OPTIONS",
            "-H",
            "Origin: https://app.example",
            "-H",
            "Access-Control-Request-Method: PUT",
            "-H",
            "Access-Control-Request-Headers: x-a"
        };
        // When
        Got answered = http(host, "/a", page);
        Got asked = http(host, "/a", preflight);
        // Then
        assertThat(answered.body()).isEqualTo("GET /a one -");
        assertThat(answered.header("x-outer")).contains("1");
        assertThat(answered.header("x-inner")).isEmpty();
        assertThat(answered.header("access-control-allow-origin")).contains("https://app.example");
        assertThat(http(host, "/a").header("access-control-allow-origin")).isEmpty();
        assertThat(asked.status()).isEqualTo(204);
        assertThat(asked.header("access-control-allow-methods")).contains("PUT");
        assertThat(asked.header("access-control-allow-headers")).contains("x-a");
        assertThat(http(host, "/a", "-H", "Accept-Encoding: gzip").header("content-encoding"))
                .isEmpty();
        Got small = http(host, "/long", "-H", "Accept-Encoding: gzip");
        assertThat(small.header("content-encoding")).contains("gzip");
        assertThat(Integer.parseInt(small.header("content-length").orElseThrow())).isLessThan(200);
        assertThat(http(host, "/long", "--compressed").body()).endsWith(" long".repeat(1000));
        assertThat(http(host, "/closed/x").status()).isEqualTo(403);
    }

    @Test
    void a_password_opens_and_stays_with_the_gateway() {
        // Given
        String host = "secret.example.test";
        String routes = domain(host);
        Map<String, ?> route =
                Map.of(
                        "path",
                        "/*",
                        "service",
                        SERVICE,
                        "steps",
                        Map.of(
                                "users",
                                List.of(
                                        Map.of(
                                                "name", "ann",
                                                "password", "correct horse"))));
        JsonNode made = added(routes, route);
        // When / Then
        assertThat(made.toString()).contains("ann").doesNotContain("correct", "argon2");
        Got none = http(host, "/");
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.header("www-authenticate").orElseThrow()).startsWith("Basic");
        assertThat(http(host, "/", "-u", "ann:wrong horse").status()).isEqualTo(401);
        assertThat(http(host, "/", "-u", "bob:correct horse").status()).isEqualTo(401);
        assertThat(http(host, "/", "-H", "Authorization: Basic ###").status()).isEqualTo(401);
        assertThat(http(host, "/", "-u", "ann:correct horse").body()).isEqualTo("GET / - -");
        assertThat(http(host, "/", "-u", "ann:correct horse", "-d", "x").body())
                .isEqualTo("POST / - -");
        Reply kept =
                SHOP.ask(
                        "PUT",
                        "/routes/" + made.path("id").asString(),
                        Map.of(
                                "path",
                                "/in/*",
                                "service",
                                SERVICE,
                                "steps",
                                Map.of("users", List.of(Map.of("name", "ann")))));
        assertThat(kept.status()).as(kept.body()).isEqualTo(200);
        assertThat(http(host, "/in", "-u", "ann:correct horse").status()).isEqualTo(200);
        assertThat(http(host, "/in").status()).isEqualTo(401);
        String audit = FAIRLEAD.api("GET", "/audit-events?limit=100", "").body();
        assertThat(audit).contains("route").doesNotContain("argon2", "correct horse");
    }

    @Test
    void a_password_of_the_service_holds_at_its_domain_too() {
        // Given
        String host = "gated.example.test";
        String gated = FAIRLEAD.javascript("shop", "gated", PROGRAM).path("id").asString();
        List<?> users = List.of(Map.of("name", "ann", "password", "correct horse"));
        SHOP.ask("PUT", "/functions/" + gated, Map.of("access", "password", "users", users));
        var leads = Map.of("name", host, "service", gated, "automaticCertificate", false);
        String routes = "/domains/" + SHOP.proven(PEBBLE, leads).path("id").asString() + "/routes";
        added(routes, Map.of("path", "/routed/*", "service", gated));
        added(routes, Map.of("path", "/both/*", "service", gated, "steps", Map.of("users", users)));
        // When / Then
        for (String path : List.of("/", "/routed/", "/both/")) {
            assertThat(http(host, path).status()).as(path).isEqualTo(401);
            assertThat(http(host, path, "-u", "ann:wrong horse").status()).as(path).isEqualTo(401);
            assertThat(http(host, path, "-u", "ann:correct horse").body())
                    .as(path)
                    .isEqualTo("GET " + path + " - -");
        }
    }

    @Test
    void what_cannot_be_a_route_names_its_field() {
        // Given
        String routes = domain("wrong.example.test");
        Map<String, Map<String, ?>> wrong =
                Map.ofEntries(
                        Map.entry("/path", Map.of("path", "api", "status", 200)),
                        Map.entry("/methods", Map.of("methods", List.of("BREW"), "status", 200)),
                        Map.entry("/priority", Map.of("priority", 5000, "status", 200)),
                        Map.entry("/service", Map.of("path", "/a")),
                        Map.entry("/environment", Map.of("service", SERVICE, "environment", "no")),
                        Map.entry("/rewrite", Map.of("service", SERVICE, "rewrite", "//x")),
                        Map.entry("/redirect", Map.of("redirect", "//evil.example")),
                        Map.entry("/status", Map.of("status", 99)),
                        Map.entry(
                                "/conditions/0/in",
                                Map.of("conditions", List.of(Map.of("name", "a")), "status", 200)),
                        Map.entry(
                                "/steps/allow/0",
                                Map.of("status", 200, "steps", Map.of("allow", List.of("10/8")))),
                        Map.entry(
                                "/steps/requestHeaders",
                                Map.of(
                                        "status",
                                        200,
                                        "steps",
                                        Map.of(
                                                "requestHeaders",
                                                Map.of("set", Map.of("host", "x"))))),
                        Map.entry(
                                "/steps/users/0/password",
                                Map.of(
                                        "status",
                                        200,
                                        "steps",
                                        Map.of("users", List.of(Map.of("name", "a"))))));
        wrong.forEach((field, route) -> {
            // When
            Reply reply = SHOP.ask("POST", routes, route);
            // Then
            assertThat(reply.status()).as(field + " " + reply.body()).isBetween(400, 422);
            assertThat(reply.body()).contains("\"" + field + "\"");
        });
    }

    @Test
    void every_command_of_the_page_works(@TempDir Path files) {
        // Given
        domain("shop.example.org");
        var page = new PageCommands(FAIRLEAD, files);
        // When
        List<PageCommands.Ran> ran = page.run("routes.md", "--project", "shop");
        // Then
        assertThat(ran).hasSizeGreaterThan(7).allMatch(one -> one.exit() == 0);
        assertThat(ran.getLast().said()).contains("a service answers", "* rte_", "is compressed");
        assertThat(http("shop.example.org", "/robots.txt").body()).isEqualTo("User-agent: *");
        assertThat(http("shop.example.org", "/users/7").body()).startsWith("GET /v2/7 ");
    }
}
