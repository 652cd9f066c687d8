package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.fairlead.endtoend.Installation.Reply;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Answers of functions that are kept, forgotten, and purged from a CDN in front.
class CachingTest {
    private static final String TOKEN = "token-of-the-network-0123456789";
    private static final Network NETWORK = new Network();
    private static final Installation FAIRLEAD =
            Installation.fresh(
                            Map.of(
                                    "FAIRLEAD_FASTLY_URL",
                                    NETWORK.url(),
                                    "FAIRLEAD_CLOUDFLARE_URL",
                                    NETWORK.url()))
                    .ready();

    @AfterAll
    static void stop() {
        FAIRLEAD.close();
        NETWORK.close();
    }

    /// The purge interface of a CDN: keeps what it was asked, and fails as often as it is told to.
    private static final class Network implements AutoCloseable {
        private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
        private final AtomicInteger failures = new AtomicInteger();
        private final HttpServer server;

        record Asked(String path, String token, String tag, String body) {}

        Network() {
            try {
                server =
                        HttpServer.create(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            server.createContext("/", this::answer);
            server.start();
        }

        private void answer(HttpExchange exchange) throws IOException {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String key = exchange.getRequestHeaders().getFirst("fastly-key");
            String bearer = exchange.getRequestHeaders().getFirst("authorization");
            boolean fails = failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
            if (!fails) {
                asked.add(
                        new Asked(
                                exchange.getRequestURI().toString(),
                                key == null ? String.valueOf(bearer) : key,
                                Optional.ofNullable(
                                                exchange.getRequestHeaders()
                                                        .getFirst("surrogate-key"))
                                        .orElse(""),
                                new String(body, StandardCharsets.UTF_8)));
            }
            byte[] said = "{\"success\":true}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(fails ? 503 : 200, said.length);
            exchange.getResponseBody().write(said);
            exchange.close();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        Asked heard(String path) {
            Installation.await(
                    () -> asked.stream().anyMatch(one -> one.path().equals(path)),
                    "a purge at " + path);
            return asked.stream().filter(one -> one.path().equals(path)).findFirst().orElseThrow();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    /// Answers another number each time it runs, with these headers.
    private static String function(String project, String headers) {
        JsonNode made =
                FAIRLEAD.javascript(
                        project,
                        "numbers",
                        "export default () => ({status: 200, headers: {"
                                + headers
                                + "}, body: String(Math.random())})");
        return made.path("id").asString();
    }

    private static void replace(String id, String source) {
        Reply reply =
                FAIRLEAD.api(
                        "PUT",
                        "/functions/" + id,
                        Installation.JSON.writeValueAsString(
                                Map.of("language", "javascript", "source", source)));
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        Installation.await(
                () ->
                        FAIRLEAD.deployment(id).path("version").asInt() == 2
                                && FAIRLEAD.deployment(id)
                                        .path("state")
                                        .asString()
                                        .equals("active"),
                "the next version");
    }

    private static void cache(String id, String settings) {
        Reply reply = FAIRLEAD.api("PUT", "/functions/" + id, "{\"cache\":" + settings + "}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    }

    private static String at(String project) {
        Reply reply = FAIRLEAD.get("/fn/" + project + "/numbers");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.body();
    }

    @Test
    void a_function_runs_once_while_its_answer_is_good() {
        // Given
        String id = function("once", "'cache-control': 'max-age=600', 'surrogate-key': 'all some'");
        String off = at("once");
        // When
        cache(id, "{\"enabled\":true}");
        String first = at("once");
        String second = at("once");
        Reply purged =
                FAIRLEAD.api("POST", "/functions/" + id + "/cache:purge", "{\"tags\":[\"some\"]}");
        String third = at("once");
        // Then
        assertThat(first).isNotEqualTo(off);
        assertThat(second).isEqualTo(first);
        assertThat(purged.json().path("answers").asInt()).isEqualTo(1);
        assertThat(third).isNotEqualTo(first);
        JsonNode shown = FAIRLEAD.api("GET", "/functions/" + id + "/cache", "").json();
        assertThat(shown.path("hits").asInt()).isEqualTo(1);
        assertThat(shown.path("misses").asInt()).isEqualTo(2);
        assertThat(shown.path("answers").asInt()).isEqualTo(1);
    }

    @Test
    void what_says_nothing_is_kept_where_it_is_told_to() {
        // Given
        String id = function("unsaid", "");
        cache(id, "{\"enabled\":true}");
        String one = at("unsaid");
        assertThat(at("unsaid")).isNotEqualTo(one);
        // When
        cache(id, "{\"defaultSeconds\":600,\"ignoredParameters\":[\"utm_*\"]}");
        String first = at("unsaid");
        String second = FAIRLEAD.get("/fn/unsaid/numbers?utm_source=mail").body();
        // Then
        assertThat(second).isNotEqualTo(first);
        JsonNode settings = FAIRLEAD.api("GET", "/functions/" + id, "").json().path("cache");
        assertThat(settings.toString())
                .isEqualTo(
                        "{\"enabled\":true,\"defaultSeconds\":600,\"ignoredParameters\":[\"utm_*\"]}");
    }

    @Test
    void a_rollback_finds_what_was_kept_and_a_release_does_not() {
        // Given
        String id = function("versions", "'cache-control': 'max-age=600'");
        cache(id, "{\"enabled\":true}");
        String first = at("versions");
        // When
        replace(
                id,
                "export default () => ({status: 200, headers: {'cache-control': 'max-age=600'},"
                        + " body: 'second'})");
        String released = at("versions");
        FAIRLEAD.api("POST", "/functions/" + id + ":rollback", "{}");
        String back = at("versions");
        // Then
        assertThat(released).isEqualTo("second");
        assertThat(back).isEqualTo(first);
    }

    @Test
    void what_cannot_be_purged_is_refused_with_its_field() {
        String id = function("refused", "");
        for (String body :
                List.of(
                        "{}",
                        "{\"urls\":[\"\"]}",
                        "{\"urls\":[\"ftp://x/\"]}",
                        "{\"urls\":[\"https://a b/\"]}",
                        "{\"tags\":[\"a,b\"]}",
                        "{\"tags\":[\"" + "x".repeat(300) + "\"]}")) {
            Reply reply = FAIRLEAD.api("POST", "/functions/" + id + "/cache:purge", body);
            assertThat(reply.status()).as(body + reply.body()).isEqualTo(400);
        }
        assertThat(
                        FAIRLEAD.api(
                                        "PUT",
                                        "/functions/" + id,
                                        "{\"cache\":{\"defaultSeconds\":-1}}")
                                .body())
                .contains("/cache/defaultSeconds");
    }

    @Test
    void a_fastly_in_front_hears_of_purges_and_releases_until_it_takes_them() {
        // Given
        String id = function("fast", "'cache-control': 'max-age=600'");
        String project = project("fast");
        NETWORK.failures.set(1);
        Reply set =
                FAIRLEAD.api(
                        "PUT",
                        "/projects/" + project + "/cdn",
                        "{\"kind\":\"fastly\",\"place\":\"S1\",\"token\":\"" + TOKEN + "\"}");
        assertThat(set.body()).doesNotContain(TOKEN);
        // When
        FAIRLEAD.api(
                "POST",
                "/functions/" + id + "/cache:purge",
                "{\"urls\":[\"https://fast.example/a?b=1\"],\"tags\":[\"red\"]}");
        FAIRLEAD.api("POST", "/functions/" + id + ":rollback", "{}");
        // Then
        Network.Asked url = NETWORK.heard("/purge/fast.example/a?b=1");
        assertThat(url.token()).isEqualTo(TOKEN);
        NETWORK.heard("/service/S1/purge");
        Installation.await(
                () -> NETWORK.asked.stream().anyMatch(one -> one.tag().equals("red")), "the tag");
        Installation.await(
                () ->
                        FAIRLEAD.api("GET", "/functions/" + id + "/purges", "")
                                .json()
                                .path("items")
                                .valueStream()
                                .allMatch(one -> one.path("cdn").asString().equals("done")),
                "all are done");
    }

    @Test
    void a_cloudflare_in_front_hears_of_a_release() {
        // Given
        String id = function("cloud", "'cache-control': 'max-age=600'");
        cache(id, "{\"enabled\":true}");
        FAIRLEAD.api(
                "PUT",
                "/projects/" + project("cloud") + "/cdn",
                "{\"kind\":\"cloudflare\",\"place\":\"z1\",\"token\":\"" + TOKEN + "\"}");
        // When
        replace(id, "export default () => ({status: 200, body: 'second'})");
        // Then
        Network.Asked heard = NETWORK.heard("/client/v4/zones/z1/purge_cache");
        assertThat(heard.token()).isEqualTo("Bearer " + TOKEN);
        assertThat(heard.body()).isEqualTo("{\"tags\":[\"" + id + "\"]}");
        Reply answer = FAIRLEAD.get("/fn/cloud/numbers");
        assertThat(answer.whole().headers().firstValue("surrogate-key")).contains(id);
        assertThat(answer.whole().headers().firstValue("cache-tag")).contains(id);
    }

    private static String project(String name) {
        return FAIRLEAD.api("GET", "/projects", "")
                .json()
                .path("items")
                .valueStream()
                .filter(one -> one.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asString();
    }

    @Test
    void every_command_of_the_page_works(@TempDir Path files) throws IOException {
        // Given
        Files.writeString(files.resolve("token.txt"), TOKEN + "\n");
        FAIRLEAD.javascript("shop", "cart", "export default () => 'cart'");
        // When
        List<PageCommands.Ran> ran = new PageCommands(FAIRLEAD, files).run("caching.md");
        // Then
        assertThat(ran).hasSizeGreaterThan(10).allMatch(one -> one.exit() == 0);
        assertThat(ran).noneMatch(one -> one.said().contains(TOKEN));
    }
}
