package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Installation.Reply;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Services that answer elsewhere, from their deployment to their restart.
class ProxyServiceTest {
    private static final Installation FAIRLEAD =
            Installation.fresh(Map.of("FAIRLEAD_UPSTREAMS", "127.0.0.1")).ready();
    private static final String UPSTREAM = "application/vnd.fairlead.upstream+json";

    private final NamedUpstream one = new NamedUpstream("one");
    private final NamedUpstream two = new NamedUpstream("two");

    @AfterAll
    static void stop() {
        FAIRLEAD.close();
    }

    private static String proxy(String project) {
        return FAIRLEAD.service(project, "web", "proxy");
    }

    private static Reply submit(String id, String query, Map<String, Object> upstream) {
        return FAIRLEAD.api(
                "POST",
                "/functions/" + id + "/deployments" + query,
                Installation.JSON.writeValueAsString(upstream).getBytes(StandardCharsets.UTF_8),
                UPSTREAM);
    }

    private static JsonNode deploy(String id, String query, NamedUpstream to) {
        Reply reply = submit(id, query, Map.of("targets", List.of(to.target())));
        JsonNode deployment = FAIRLEAD.deployed(reply);
        assertThat(deployment.path("state").asString()).isNotEqualTo("failed");
        return deployment;
    }

    private static final class Heard implements WebSocket.Listener {
        private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence text, boolean last) {
            texts.add(text.toString());
            socket.request(1);
            return null;
        }

        String next() throws InterruptedException {
            return String.valueOf(texts.poll(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void requests_go_where_the_live_version_says() {
        // Given
        String id = proxy("forwarding");
        // When
        JsonNode first = deploy(id, "", one);
        String before = FAIRLEAD.get("/fn/forwarding/web").body();
        JsonNode second = deploy(id, "", two);
        String after = FAIRLEAD.get("/fn/forwarding/web").body();
        Reply back = FAIRLEAD.api("POST", "/functions/" + id + ":rollback", "{}");
        // Then
        assertThat(first.path("kind").asString()).isEqualTo("upstream");
        assertThat(first.has("buildId")).isFalse();
        assertThat(first.path("upstream").path("targets").path(0).asString())
                .isEqualTo(one.target());
        assertThat(second.path("version").asInt()).isEqualTo(2);
        assertThat(before).isEqualTo("one");
        assertThat(after).isEqualTo("two");
        assertThat(back.status()).as(back.body()).isEqualTo(200);
        assertThat(FAIRLEAD.get("/fn/forwarding/web").body()).isEqualTo("one");
        Installation.await(
                () ->
                        FAIRLEAD.api("GET", "/functions/" + id + "/executions", "")
                                        .json()
                                        .path("items")
                                        .size()
                                == 3,
                "executions of forwarded requests");
    }

    @Test
    void a_socket_stays_with_its_version_when_another_goes_live() throws Exception {
        // Given
        String id = proxy("sockets");
        deploy(id, "", one);
        var heard = new Heard();
        try (HttpClient client = HttpClient.newHttpClient()) {
            WebSocket socket =
                    client.newWebSocketBuilder()
                            .buildAsync(
                                    URI.create(
                                            FAIRLEAD.url().replaceFirst("http", "ws")
                                                    + "/fn/sockets/web"),
                                    heard)
                            .get(20, TimeUnit.SECONDS);
            socket.sendText("hello", true).get(20, TimeUnit.SECONDS);
            assertThat(heard.next()).isEqualTo("hello one");
            // When
            deploy(id, "", two);
            socket.sendText("again", true).get(20, TimeUnit.SECONDS);
            // Then
            assertThat(heard.next()).isEqualTo("again one");
            assertThat(FAIRLEAD.get("/fn/sockets/web").body()).isEqualTo("two");
            socket.abort();
        }
    }

    @Test
    void events_arrive_while_the_answer_is_open() throws Exception {
        // Given
        deploy(proxy("events"), "", one);
        try (HttpClient client = HttpClient.newHttpClient()) {
            // When
            var answer =
                    client.send(
                            HttpRequest.newBuilder(
                                            URI.create(FAIRLEAD.url() + "/fn/events/web/events"))
                                    .build(),
                            BodyHandlers.ofInputStream());
            var lines =
                    new BufferedReader(
                            new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
            // Then
            assertThat(lines.readLine()).isEqualTo("data: first of one");
            answer.body().close();
        }
    }

    @Test
    void a_canary_between_two_upstreams_counts_what_each_answered() {
        // Given
        String id = proxy("weighed");
        deploy(id, "", one);
        // When
        JsonNode deployment = deploy(id, "?strategy=canary&steps=50@manual", two);
        int second = 0;
        for (int i = 0; i < 200; i++) {
            second += FAIRLEAD.get("/fn/weighed/web").body().equals("two") ? 1 : 0;
        }
        // Then
        assertThat(deployment.path("state").asString()).isEqualTo("rolling-out");
        assertThat(second).isBetween(50, 150);
        int least = second;
        Installation.await(
                () -> {
                    JsonNode rollout =
                            FAIRLEAD.api("GET", "/functions/" + id + "/rollouts", "")
                                    .json()
                                    .path("items")
                                    .path(0);
                    for (JsonNode figures : rollout.path("figures")) {
                        if (figures.path("version").asInt() == 2) {
                            return figures.path("requests").asInt() >= least;
                        }
                    }
                    return false;
                },
                "figures of the new upstream");
    }

    @Test
    void an_upstream_is_promoted_as_it_is() {
        // Given
        String id = proxy("promoted");
        FAIRLEAD.api(
                "POST",
                "/environments",
                Installation.JSON.writeValueAsString(
                        Map.of("project", "promoted", "name", "staging")));
        deploy(id, "?environment=staging", one);
        // When
        Reply promoted =
                FAIRLEAD.api(
                        "POST",
                        "/functions/" + id + ":promote",
                        "{\"from\":\"staging\",\"to\":\"production\"}");
        // Then
        assertThat(promoted.status()).as(promoted.body()).isEqualTo(202);
        Installation.await(
                () -> FAIRLEAD.get("/fn/promoted/web").body().equals("one"), "the promotion");
        JsonNode version = FAIRLEAD.api("GET", "/functions/" + id + "/versions/2", "").json();
        assertThat(version.path("upstream").path("targets").path(0).asString())
                .isEqualTo(one.target());
        assertThat(version.has("artifactHash")).isFalse();
    }

    @Test
    void other_limits_keep_the_upstream() {
        // Given
        String id = proxy("limited");
        deploy(id, "", one);
        // When
        Reply changed = FAIRLEAD.api("PUT", "/functions/" + id, "{\"limits\":{\"concurrency\":7}}");
        // Then
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(FAIRLEAD.get("/fn/limited/web").body()).isEqualTo("one");
        assertThat(
                        FAIRLEAD.api("GET", "/functions/" + id + "/versions/2", "")
                                .json()
                                .path("limits")
                                .path("concurrency")
                                .asInt())
                .isEqualTo(7);
    }

    @Test
    void addresses_of_this_machine_and_its_link_are_out_of_reach() {
        // Given
        String id = proxy("reach");
        for (String target :
                List.of(
                        "http://127.0.0.2:" + FAIRLEAD.port(),
                        "http://169.254.169.254",
                        "http://[::1]:80",
                        "http://[::ffff:127.0.0.2]:80",
                        "http://10.1.2.3:8080",
                        "http+unix:/var/run/docker.sock")) {
            // When
            Reply submitted = submit(id, "", Map.of("targets", List.of(target)));
            assertThat(submitted.status()).as(submitted.body()).isEqualTo(202);
            String path = "/deployments/" + submitted.json().path("id").asString();
            Installation.await(
                    () ->
                            FAIRLEAD.api("GET", path, "")
                                    .json()
                                    .path("state")
                                    .asString()
                                    .equals("active"),
                    target);
            Reply answer = FAIRLEAD.get("/fn/reach/web");
            // Then
            assertThat(answer.status()).as(target).isEqualTo(503);
            assertThat(answer.code()).isEqualTo("upstream-unreachable");
            assertThat(answer.body()).contains("lets no upstream be at that address");
        }
    }

    @Test
    void what_is_wrong_is_named_by_its_field() {
        // Given
        String id = proxy("fields");
        // When
        Reply target = submit(id, "", Map.of("targets", List.of("http://a/path")));
        Reply retries = submit(id, "", Map.of("targets", List.of("http://a"), "retries", 9));
        Reply check =
                submit(
                        id,
                        "",
                        Map.of(
                                "targets",
                                List.of("http://a"),
                                "health",
                                Map.of("check", Map.of("path", "no"))));
        Reply source =
                FAIRLEAD.api(
                        "POST",
                        "/functions/" + id + "/deployments",
                        "1".getBytes(StandardCharsets.UTF_8),
                        "text/javascript");
        // Then
        assertThat(target.body()).contains("/targets/0");
        assertThat(retries.body()).contains("/retries");
        assertThat(check.body()).contains("/health/check/path");
        assertThat(source.status()).isEqualTo(415);
    }

    @Test
    void a_restart_without_its_database_still_forwards() throws IOException {
        // Given
        deploy(proxy("restart"), "", one);
        Path version = FAIRLEAD.data().resolve("postgres/data/PG_VERSION");
        FAIRLEAD.stop();
        String kept = Files.readString(version);
        Files.writeString(version, "9\n");
        // When
        FAIRLEAD.startAgain();
        String answer = FAIRLEAD.get("/fn/restart/web").body();
        // Then
        assertThat(answer).isEqualTo("one");
        Files.writeString(version, kept);
        FAIRLEAD.ready();
    }
}
