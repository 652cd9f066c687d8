package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The shipped server as a process of its own, in a folder of its own, that can be killed and
/// started again. `said` is what a failed expectation names.
final class ServerProcess implements AutoCloseable {
    private final int port;
    private final String said;
    private final Path data;
    private final Map<String, String> environment;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Process process;
    private String key = "";

    ServerProcess(int port, String said) {
        this(port, said, Map.of());
    }

    /// With settings of its own, read anew for each start.
    ServerProcess(int port, String said, Map<String, String> environment) {
        this.port = port;
        this.said = said;
        this.environment = environment;
        try {
            data = Files.createTempDirectory("fairlead-crash");
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
            process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        boolean ready = false;
        try {
            awaitReady();
            key = Files.readString(data.resolve("bootstrap-key")).strip();
            ready = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (!ready) {
                kill();
            }
        }
    }

    Path data() {
        return data;
    }

    private Process launch() throws IOException {
        var builder =
                new ProcessBuilder(
                        Installation.root().resolve("fairlead").toString(),
                        "up",
                        "--port",
                        Integer.toString(port),
                        "--data-dir",
                        data.toString());
        builder.environment().put("XDG_CONFIG_HOME", data.resolve("config").toString());
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
        return builder.start();
    }

    private Path logFile() {
        return data.resolveSibling(data.getFileName() + ".log");
    }

    /// All that it said since it was first started.
    String log() throws IOException {
        return Files.readString(logFile());
    }

    /// Ends it and every process it started by SIGKILL.
    void kill() {
        var family = process.descendants().toList();
        process.destroyForcibly();
        family.forEach(ProcessHandle::destroyForcibly);
        await(process);
    }

    private static void await(Process ended) {
        try {
            assertThat(ended.waitFor(40, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void startAgain() throws IOException {
        process = launch();
        awaitReady();
    }

    /// Its exit code, where it does not come up.
    int startInVain() throws IOException {
        process = launch();
        await(process);
        return process.exitValue();
    }

    /// Ends it in peace; it can be started again.
    void stop() {
        process.destroy();
        await(process);
    }

    private void awaitReady() {
        Installation.await(
                () -> {
                    assertThat(process.isAlive()).as(said + ": see " + data + ".log").isTrue();
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

    JsonNode api(String method, String path, String json) {
        HttpResponse<String> reply = send(method, "/api/v1" + path, json);
        if (reply.statusCode() >= 300) {
            throw new IllegalStateException(said + " " + reply.body());
        }
        return Installation.JSON.readTree(reply.body());
    }

    HttpResponse<String> send(String method, String path, String body) {
        try {
            return http.send(request(method, path, body), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Does not wait for an answer; empty when none came.
    CompletableFuture<Optional<HttpResponse<String>>> begin(
            String method, String path, String body) {
        return http.sendAsync(request(method, path, body), BodyHandlers.ofString())
                .handle((answer, _) -> Optional.ofNullable(answer));
    }

    private HttpRequest request(String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .header("authorization", "Bearer " + key)
                .method(method, BodyPublishers.ofString(body))
                .build();
    }

    /// Stops it in peace.
    @Override
    public void close() {
        stop();
        http.close();
    }
}
