package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/// The shipped server, killed with its whole process tree at random moments while it deploys: every
/// start comes up, no deployment hangs, no answer is half a version, nothing acknowledged is lost.
/// Killed while it runs functions: their executions say so.
@Tag("slow")
class CrashTest {
    private static final int KILLS = 10;
    private static final int PORT_BASE = 21_000;
    private static final String ENDLESS = "export default () => { for (;;) {} }";

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final String said = "seed " + seed;
    private final Random random = new Random(seed);
    private final int port = PORT_BASE + random.nextInt(2_000);

    @Test
    void whatever_the_moment_of_the_kill_the_next_start_goes_on() throws Exception {
        // Given
        try (var server = new ServerProcess(port, said)) {
            String id = create(server, source(0));
            int acknowledged = 1;
            for (int kill = 1; kill <= KILLS; kill++) {
                // When
                server.api(
                        "PUT",
                        "/functions/" + id,
                        body(Map.of("language", "javascript", "source", source(kill))));
                acknowledged++;
                LockSupport.parkNanos(random.nextInt(250) * 1_000_000L);
                server.kill();
                server.startAgain();
                // Then
                awaitEnded(server, id);
                JsonNode deployments =
                        server.api("GET", "/functions/" + id + "/deployments?limit=100", "")
                                .path("items");
                assertThat(deployments).as(said).hasSize(acknowledged);
                assertThat(deployments.path(0).path("state").asString())
                        .as(said + " kill " + kill + " " + deployments.path(0))
                        .isEqualTo("active");
                assertThat(server.send("GET", "/fn/crash/f", "").body())
                        .as(said)
                        .isEqualTo("{\"version\":" + kill + "}");
            }
        }
    }

    @Test
    void what_ran_when_it_was_killed_is_an_execution_that_failed() throws IOException {
        // Given
        try (var server = new ServerProcess(port, said)) {
            String id = create(server, ENDLESS);
            var fromOutside = server.begin("GET", "/fn/crash/f", "");
            var fromTheApi = server.begin("POST", "/api/v1/functions/" + id + "/execute", "{}");
            Installation.await(() -> running(server) == 2, "two calls to be noted");
            // When
            server.kill();
            server.startAgain();
            // Then
            CompletableFuture.allOf(fromOutside, fromTheApi).join();
            assertThat(fromOutside.join()).isEmpty();
            Installation.await(() -> executions(server, id).size() == 2, "two executions");
            for (JsonNode execution : executions(server, id)) {
                assertThat(execution.path("status").asString()).isEqualTo("FAILED");
                assertThat(execution.path("version").asInt()).isEqualTo(1);
                assertThat(execution.path("failure").path("code").asString())
                        .as(execution.toString())
                        .isEqualTo("server-stopped");
            }
        }
    }

    private static JsonNode executions(ServerProcess server, String id) {
        return server.api("GET", "/functions/" + id + "/executions", "").path("items");
    }

    /// How many calls the file beside the spill file names, behind its head.
    private static long running(ServerProcess server) {
        try {
            var file = server.data().resolve("executions.spill.running");
            return Files.exists(file) ? Files.readAllLines(file).size() - 1 : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private static String create(ServerProcess server, String source) {
        server.api("POST", "/projects", "{\"name\":\"crash\"}");
        String id =
                server.api(
                                "POST",
                                "/functions",
                                body(
                                        Map.of(
                                                "project", "crash",
                                                "name", "f",
                                                "language", "javascript",
                                                "source", source)))
                        .path("id")
                        .asString();
        awaitEnded(server, id);
        return id;
    }

    private static String source(int number) {
        return "export default () => ({version: " + number + "})";
    }

    private static String body(Map<String, String> fields) {
        return Installation.JSON.writeValueAsString(fields);
    }

    private static void awaitEnded(ServerProcess server, String id) {
        Installation.await(
                () -> {
                    for (JsonNode d :
                            server.api("GET", "/functions/" + id + "/deployments?limit=100", "")
                                    .path("items")) {
                        if (!d.hasNonNull("endedAt")) {
                            return false;
                        }
                    }
                    return true;
                },
                "every deployment to end");
    }
}
