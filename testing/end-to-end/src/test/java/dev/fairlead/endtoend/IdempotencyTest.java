package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Installation.Reply;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// `Idempotency-Key`: what is sent twice is done once, and answered twice.
@Tag("slow")
class IdempotencyTest {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final String SLOW =
            "export default () => { const end = Date.now() + 1500; while (Date.now() < end) {}"
                    + " return {done: true} }";

    private final Installation fairlead = Installation.shared().ready();
    private final String name = "idem" + NAMES.incrementAndGet();
    private String key = name + " #1";

    private Reply post(String path, String body) {
        return post(path, body, "application/json", key);
    }

    private Reply post(String path, String body, String type, String idempotencyKey) {
        return fairlead.send(
                "POST",
                "/api/v1" + path,
                body.getBytes(StandardCharsets.UTF_8),
                "authorization",
                "Bearer " + fairlead.key(),
                "content-type",
                type,
                "idempotency-key",
                idempotencyKey);
    }

    private static boolean replayed(Reply reply) {
        return reply.whole().headers().firstValue("idempotency-replayed").isPresent();
    }

    private static Optional<String> header(Reply reply, String header) {
        return reply.whole().headers().firstValue(header);
    }

    private String project() {
        return "{\"name\":\"" + name + "\"}";
    }

    private int executions(String function) {
        return fairlead.api("GET", "/functions/" + function + "/executions", "")
                .json()
                .path("items")
                .size();
    }

    @Test
    void a_project_is_created_once_and_answered_twice() {
        // Given
        Reply first = post("/projects", project());
        // When
        Reply second = post("/projects", project());
        // Then
        assertThat(first.status()).isEqualTo(201);
        assertThat(replayed(first)).isFalse();
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(header(second, "content-type")).isEqualTo(header(first, "content-type"));
        assertThat(header(second, "idempotency-replayed")).contains("true");
        assertThat(fairlead.api("POST", "/projects", project()).code()).isEqualTo("name-taken");
    }

    @Test
    void a_function_and_its_deployment_are_made_once() {
        // Given
        post("/projects", project());
        String wish = "{\"project\":\"" + name + "\",\"name\":\"f\"}";
        Reply function = post("/functions", wish, "application/json", name + "f");
        String id = function.json().path("id").asString();
        String path = "/functions/" + id + "/deployments";
        String source = "export default () => 1";
        Reply deployment = post(path, source, "text/javascript", name + "d");
        // When
        Reply functionAgain = post("/functions", wish, "application/json", name + "f");
        Reply deploymentAgain = post(path, source, "text/javascript", name + "d");
        // Then
        assertThat(functionAgain.body()).isEqualTo(function.body());
        assertThat(header(functionAgain, "etag")).isEqualTo(header(function, "etag")).isPresent();
        assertThat(deployment.status()).isEqualTo(202);
        assertThat(deploymentAgain.status()).isEqualTo(202);
        assertThat(deploymentAgain.body()).isEqualTo(deployment.body());
        assertThat(header(deploymentAgain, "location"))
                .isEqualTo(header(deployment, "location"))
                .isPresent();
        assertThat(fairlead.api("GET", path, "").json().path("items")).hasSize(1);
    }

    @Test
    void a_key_of_another_request_is_refused() {
        // Given
        post("/projects", project());
        // When
        Reply otherBody = post("/projects", "{\"name\":\"" + name + "-other\"}");
        Reply otherPath = post("/functions", project());
        // Then
        for (Reply reply : List.of(otherBody, otherPath)) {
            assertThat(reply.status()).isEqualTo(422);
            assertThat(reply.code()).isEqualTo("idempotency-key-reused");
        }
    }

    @Test
    void a_refusal_is_answered_again_too() {
        // Given
        Reply first = post("/projects", "{\"name\":\"Not A Name\"}");
        // When
        Reply second = post("/projects", "{\"name\":\"Not A Name\"}");
        // Then
        assertThat(first.status()).isEqualTo(400);
        assertThat(second.status()).isEqualTo(400);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(header(second, "content-type")).contains("application/problem+json");
        assertThat(replayed(second)).isTrue();
    }

    @Test
    void a_key_is_one_to_255_printable_characters() {
        for (String bad : List.of("", "x".repeat(256), "a\tb")) {
            // Given / When
            Reply reply = post("/projects", project(), "application/json", bad);
            // Then
            assertThat(reply.status()).as(bad).isEqualTo(400);
            assertThat(reply.code()).isEqualTo("invalid-request");
        }
        assertThat(post("/projects", project(), "application/json", "x".repeat(255)).status())
                .isEqualTo(201);
    }

    @Test
    void of_many_at_once_one_runs_and_the_others_hear_that_it_does() {
        // Given
        String id = fairlead.javascript(name, "slow", SLOW).path("id").asString();
        String path = "/functions/" + id + "/execute";
        // When
        List<Reply> replies;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked =
                    IntStream.range(0, 8)
                            .mapToObj(_ ->
                                    CompletableFuture.supplyAsync(() -> post(path, "{}"), threads))
                            .toList();
            replies = asked.stream().map(CompletableFuture::join).toList();
        }
        // Then
        var ran = new ArrayList<Reply>();
        for (Reply reply : replies) {
            if (reply.status() == 200) {
                ran.add(reply);
            } else {
                assertThat(reply.status()).isEqualTo(409);
                assertThat(reply.code()).isEqualTo("idempotency-in-progress");
                assertThat(header(reply, "retry-after")).isPresent();
            }
        }
        assertThat(ran).filteredOn(reply -> !replayed(reply)).hasSize(1);
        assertThat(post(path, "{}").body()).isEqualTo(ran.getFirst().body());
        assertThat(executions(id)).isEqualTo(1);
    }

    @Test
    void a_caller_that_went_away_gets_the_answer_when_it_comes_back() {
        // Given
        String id = fairlead.javascript(name, "slow", SLOW).path("id").asString();
        String path = "/functions/" + id + "/execute";
        var tries = new AtomicInteger();
        // Where the second caller was the faster one, it is the one that runs: once more, then.
        Installation.await(
                () -> {
                    key = "gone-" + tries.incrementAndGet();
                    return leaveAndAsk(path).status() == 409;
                },
                "the one that left to be first");
        // When
        var last = new ArrayList<Reply>();
        Installation.await(
                () -> {
                    last.add(post(path, "{}"));
                    return last.getLast().status() == 200;
                },
                "the answer");
        // Then
        JsonNode execution = last.getLast().json();
        assertThat(replayed(last.getLast())).isTrue();
        assertThat(execution.path("output").path("done").asBoolean()).isTrue();
        assertThat(executions(id)).isEqualTo(tries.get());
    }

    /// Sends a request, asks the same on another connection, and hangs up on the first.
    private Reply leaveAndAsk(String path) {
        try (var socket = new Socket("localhost", fairlead.port())) {
            String request =
                    "POST /api/v1"
                            + path
                            + " HTTP/1.1\r\nHost: localhost\r\n"
                            + "Authorization: Bearer "
                            + fairlead.key()
                            + "\r\n"
                            + "Idempotency-Key: "
                            + key
                            + "\r\n"
                            + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return post(path, "{}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void an_answer_that_is_too_large_to_keep_is_given_and_not_kept() {
        // Given
        String source = "export default () => ({text: 'x'.repeat(70000)})";
        String id = fairlead.javascript(name, "large", source).path("id").asString();
        String path = "/functions/" + id + "/execute";
        Reply first = post(path, "{}");
        // When
        Reply second = post(path, "{}");
        // Then
        assertThat(first.status()).isEqualTo(200);
        assertThat(second.status()).isEqualTo(200);
        assertThat(replayed(second)).isFalse();
        assertThat(executions(id)).isEqualTo(2);
    }

    @Test
    void where_nothing_is_made_the_header_says_nothing() {
        // Given
        String id = fairlead.javascript(name, "f", "export default () => 1").path("id").asString();
        // When
        Reply first = post("/functions/" + id + ":rollback", "{}");
        Reply second = post("/functions/" + id + ":rollback", "{}");
        // Then
        assertThat(first.code()).isEqualTo("no-earlier-version");
        assertThat(replayed(second)).isFalse();
    }
}
