package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.Server;
import dev.fairlead.server.Settings;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// A Fairlead of a test's own: started on a free port in a folder of its own, and spoken to by
/// HTTP.
final class Installation implements AutoCloseable {
    static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> SETTLED = Set.of("active", "rolling-out", "failed");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Clock clock;
    private final Path data;
    private final Map<String, String> environment;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Server server;

    private Installation(Path data, Map<String, String> environment, Clock clock) {
        this.clock = clock;
        this.data = data;
        this.environment = environment;
        this.server = launch();
    }

    /// One that all tests of this JVM share; stopped when the JVM ends.
    static synchronized Installation shared() {
        return Shared.INSTALLATION;
    }

    private static final class Shared {
        private static final Installation INSTALLATION = fresh(Map.of());

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(INSTALLATION::close));
        }
    }

    static Installation fresh(Map<String, String> environment) {
        return fresh(environment, Clock.systemUTC());
    }

    /// `prepare` puts files into the data directory before the first start.
    static Installation fresh(Map<String, String> environment, Consumer<Path> prepare) {
        return fresh(environment, Clock.systemUTC(), prepare);
    }

    static Installation fresh(Map<String, String> environment, Clock clock) {
        return fresh(environment, clock, _ -> {});
    }

    private static Installation fresh(
            Map<String, String> environment, Clock clock, Consumer<Path> prepare) {
        try {
            Path data = Files.createTempDirectory("fairlead-e2e");
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
            if (!environment.containsKey("FAIRLEAD_DATABASE_URL")) {
                FreshPostgres.at(data.resolve("postgres"));
            }
            prepare.accept(data);
            return new Installation(data, environment, clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Server launch() {
        String port = environment.getOrDefault("FAIRLEAD_PORT", "0");
        var flags = List.of("--port", port, "--data-dir", data.toString());
        var started = new Server(Settings.parse(flags, environment, root()), clock);
        started.start();
        return started;
    }

    static Path root() {
        Path here = Path.of("").toAbsolutePath();
        for (Path at = here; at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("fairlead"))) {
                return at;
            }
        }
        throw new IllegalStateException("not run inside the project");
    }

    Installation ready() {
        try {
            if (!server.awaitControl(PATIENCE)) {
                throw new IllegalStateException("the control plane did not join");
            }
            return this;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void stop() {
        server.close();
    }

    void startAgain() {
        server = launch();
    }

    Path data() {
        return data;
    }

    String url() {
        return server.url();
    }

    int port() {
        return server.port();
    }

    int httpsPort() {
        return server.httpsPort();
    }

    /// How many servers count limits together, as this one heard.
    int instances() {
        return server.instances();
    }

    String key() {
        try {
            return Files.readString(data.resolve("bootstrap-key")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Of the link that makes the first administrator.
    String setupToken() {
        try {
            String link = Files.readString(data.resolve("setup-link")).strip();
            return link.substring(link.indexOf("#token=") + "#token=".length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a request was answered with.
    record Reply(int status, String body, HttpResponse<byte[]> whole) {
        JsonNode json() {
            return JSON.readTree(body);
        }

        String code() {
            return json().path("code").asString("");
        }
    }

    Reply send(String method, String path, byte[] body, String... headers) {
        var request =
                HttpRequest.newBuilder(URI.create(url() + path))
                        .timeout(PATIENCE)
                        .method(method, BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
            String text = new String(answer.body(), StandardCharsets.UTF_8);
            return new Reply(answer.statusCode(), text, answer);
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// A request to the API with the administrator's key.
    Reply api(String method, String path, String json) {
        return api(method, path, json.getBytes(StandardCharsets.UTF_8), "application/json");
    }

    Reply api(String method, String path, byte[] body, String type) {
        var headers = new ArrayList<>(List.of("authorization", "Bearer " + key()));
        headers.addAll(List.of("content-type", type));
        return send(method, "/api/v1" + path, body, headers.toArray(String[]::new));
    }

    Reply get(String path) {
        return send("GET", path, new byte[0]);
    }

    /// Makes the project where it is missing, then the function with JavaScript `source`, live.
    JsonNode javascript(String project, String name, String source) {
        api("POST", "/projects", JSON.writeValueAsString(Map.of("name", project)));
        Reply made =
                api(
                        "POST",
                        "/functions",
                        JSON.writeValueAsString(
                                Map.of(
                                        "project", project,
                                        "name", name,
                                        "language", "javascript",
                                        "source", source)));
        if (made.status() != 201) {
            throw new IllegalStateException(made.body());
        }
        String id = made.json().path("id").asString();
        await(() -> deployment(id).path("state").asString().equals("active"), "live " + name);
        return api("GET", "/functions/" + id, "").json();
    }

    /// A service of that kind in a project of its own; its id.
    String service(String project, String name, String kind) {
        api("POST", "/projects", JSON.writeValueAsString(Map.of("name", project)));
        Reply made =
                api(
                        "POST",
                        "/functions",
                        JSON.writeValueAsString(
                                Map.of("project", project, "name", name, "kind", kind)));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.json().path("kind").asString()).isEqualTo(kind);
        return made.json().path("id").asString();
    }

    /// The newest deployment of a function.
    JsonNode deployment(String function) {
        return api("GET", "/functions/" + function + "/deployments?limit=1", "")
                .json()
                .path("items")
                .path(0);
    }

    /// What became of a deployment that was asked for.
    JsonNode deployed(Reply asked) {
        assertThat(asked.status()).as(asked.body()).isEqualTo(202);
        String path = "/deployments/" + asked.json().path("id").asString();
        await(
                () -> SETTLED.contains(api("GET", path, "").json().path("state").asString()),
                "the deployment");
        return api("GET", path, "").json();
    }

    static void await(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain for: " + what);
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    @Override
    public void close() {
        http.close();
        server.close();
    }
}
