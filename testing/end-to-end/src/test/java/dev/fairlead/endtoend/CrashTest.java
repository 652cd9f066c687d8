package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The shipped server, killed with its whole process tree at random moments while it deploys: every
/// start comes up, no deployment hangs, no answer is half a version, nothing acknowledged is lost.
@Tag("slow")
class CrashTest {
    private static final int KILLS = 20;
    private static final int PORT_BASE = 21_000;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final int port = PORT_BASE + random.nextInt(2_000);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Path data = Path.of("");
    private String key = "";

    @Test
    void whatever_the_moment_of_the_kill_the_next_start_goes_on() throws Exception {
        // Given
        data = Files.createTempDirectory("fairlead-crash");
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        Process server = start();
        awaitReady(server);
        key = Files.readString(data.resolve("bootstrap-key")).strip();
        api("POST", "/projects", "{\"name\":\"crash\"}");
        String id =
                api(
                                "POST",
                                "/functions",
                                body(
                                        Map.of(
                                                "project",
                                                "crash",
                                                "name",
                                                "f",
                                                "language",
                                                "javascript",
                                                "source",
                                                source(0))))
                        .path("id")
                        .asString();
        awaitEnded(id);
        int acknowledged = 1;
        for (int kill = 1; kill <= KILLS; kill++) {
            // When
            api(
                    "PUT",
                    "/functions/" + id,
                    body(Map.of("language", "javascript", "source", source(kill))));
            acknowledged++;
            LockSupport.parkNanos(random.nextInt(250) * 1_000_000L);
            killTree(server);
            server = start();
            awaitReady(server);
            // Then
            awaitEnded(id);
            JsonNode deployments =
                    api("GET", "/functions/" + id + "/deployments?limit=100", "").path("items");
            assertThat(deployments).as("seed " + seed).hasSize(acknowledged);
            assertThat(deployments.path(0).path("state").asString())
                    .as("seed " + seed + " kill " + kill + " " + deployments.path(0))
                    .isEqualTo("active");
            assertThat(send("GET", "/fn/crash/f", "").body())
                    .as("seed " + seed)
                    .isEqualTo("{\"version\":" + kill + "}");
        }
        server.destroy();
        assertThat(server.waitFor(40, TimeUnit.SECONDS)).isTrue();
    }

    private static String source(int number) {
        return "export default () => ({version: " + number + "})";
    }

    private static String body(Map<String, String> fields) {
        return Installation.JSON.writeValueAsString(fields);
    }

    private Process start() throws IOException {
        var builder =
                new ProcessBuilder(
                        Installation.root().resolve("fairlead").toString(),
                        "up",
                        "--port",
                        Integer.toString(port),
                        "--data-dir",
                        data.toString());
        builder.environment().put("XDG_CONFIG_HOME", data.resolve("config").toString());
        builder.redirectErrorStream(true);
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(
                        data.resolveSibling(data.getFileName() + ".log").toFile()));
        return builder.start();
    }

    private static void killTree(Process server) throws InterruptedException {
        var family = server.descendants().toList();
        server.destroyForcibly();
        family.forEach(ProcessHandle::destroyForcibly);
        server.waitFor();
    }

    private void awaitReady(Process server) {
        Installation.await(
                () -> {
                    assertThat(server.isAlive())
                            .as("seed " + seed + ": see " + data + ".log")
                            .isTrue();
                    try {
                        return key.isEmpty()
                                ? Files.exists(data.resolve("bootstrap-key"))
                                        && send("GET", "/api/v1/whoami", "").statusCode() == 401
                                : send("GET", "/api/v1/status", "").statusCode() == 200;
                    } catch (UncheckedIOException e) {
                        return false;
                    }
                },
                "the server to be ready");
    }

    private void awaitEnded(String id) {
        Installation.await(
                () -> {
                    for (JsonNode d :
                            api("GET", "/functions/" + id + "/deployments?limit=100", "")
                                    .path("items")) {
                        if (!d.hasNonNull("endedAt")) {
                            return false;
                        }
                    }
                    return true;
                },
                "every deployment to end");
    }

    private JsonNode api(String method, String path, String json) {
        HttpResponse<String> reply = send(method, "/api/v1" + path, json);
        if (reply.statusCode() >= 300) {
            throw new IllegalStateException("seed " + seed + " " + reply.body());
        }
        return Installation.JSON.readTree(reply.body());
    }

    private HttpResponse<String> send(String method, String path, String body) {
        var request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .timeout(Duration.ofSeconds(20))
                        .header("authorization", "Bearer " + key)
                        .method(method, BodyPublishers.ofString(body));
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
