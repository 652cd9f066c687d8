package dev.fairlead.benchmarks.measuring;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// An installation as a user starts it: the launcher, a data directory, a port.
public final class Fairlead {
    public static final String PROJECT = "bench";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final long START_SECONDS = 120;

    private final Processes processes;
    private final String launcher;
    private final Path data;
    private final Path config;
    private final int port;
    private final Map<String, String> settings;
    private Process process;

    /// Starts one with its own data; `settings` are added to its environment.
    public Fairlead(Processes processes, Path home, String name, Map<String, String> settings)
            throws IOException, InterruptedException {
        this.processes = processes;
        this.launcher = home.resolve("fairlead").toString();
        this.data = processes.folder().resolve(name);
        this.config = processes.folder().resolve(name + "-config");
        this.port = Processes.freePort();
        this.settings = settings;
        this.process = up();
        awaitReady();
    }

    private Process up() throws IOException {
        var environment = new HashMap<>(settings);
        environment.put("XDG_CONFIG_HOME", config.toString());
        return processes.start(
                data.getFileName().toString(),
                environment,
                List.of(
                        launcher,
                        "up",
                        "--port",
                        Integer.toString(port),
                        "--data-dir",
                        data.toString()));
    }

    private void awaitReady() throws IOException, InterruptedException {
        Path out = processes.folder().resolve(data.getFileName() + ".out");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!Files.readString(out).contains("ready")) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException("did not start; see " + out);
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    /// Milliseconds from the command until `answer` came from `path`, and until all of it was
    /// ready.
    public record Restart(double answerMs, double readyMs) {}

    public Restart restart(String path, String answer) throws IOException, InterruptedException {
        processes.stop(process);
        long start = System.nanoTime();
        process = up();
        Answers.await(url(path), answer);
        double answered = (System.nanoTime() - start) / 1e6;
        awaitReady();
        return new Restart(answered, (System.nanoTime() - start) / 1e6);
    }

    public void stop() {
        processes.stop(process);
    }

    public ProcessHandle process() {
        return process.toHandle();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    public static String path(String function) {
        return "/fn/" + PROJECT + "/" + function + "?name=Ada";
    }

    public Target target(String name, String path) {
        return new Target(name, url(path), process());
    }

    /// `fairlead deploy`, as a user types it.
    public void deploy(String function, Path source, String... options)
            throws IOException, InterruptedException {
        var command =
                new ArrayList<>(
                        List.of(
                                launcher,
                                "deploy",
                                source.toString(),
                                "--project",
                                PROJECT,
                                "--name",
                                function));
        command.addAll(List.of(options));
        processes.finish(
                processes.folder(),
                Map.of("FAIRLEAD_URL", url(""), "FAIRLEAD_TOKEN", key()),
                command);
    }

    /// The token that the first administrator is made with.
    public String setupToken() throws IOException {
        String link = Files.readString(data.resolve("setup-link")).strip();
        return link.substring(link.indexOf('=') + 1);
    }

    /// A deployment by the API, with no command of ours beside it; waits for its end.
    public JsonNode upload(String functionId, byte[] zip) throws IOException, InterruptedException {
        JsonNode made =
                JSON.readTree(
                        Answers.send(
                                        request("/functions/" + functionId + "/deployments")
                                                .header("content-type", "application/zip")
                                                .POST(BodyPublishers.ofByteArray(zip))
                                                .build())
                                .body());
        while (!made.has("endedAt")) {
            TimeUnit.MILLISECONDS.sleep(100);
            made = JSON.readTree(get("/deployments/" + made.path("id").asString()).body());
        }
        if (!made.path("state").asString().equals("active")) {
            throw new IOException("a deployment did not go live: " + made);
        }
        return made;
    }

    public String functionId(String name) throws IOException, InterruptedException {
        return JSON.readTree(get("/functions?name=" + name).body())
                .path("items")
                .path(0)
                .path("id")
                .asString();
    }

    /// A request of who has no key, or with a token of their own.
    public JsonNode ask(String token, String method, String path, String json)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(url("/api/v1" + path)))
                        .header("content-type", "application/json")
                        .method(method, BodyPublishers.ofString(json));
        if (!token.isEmpty()) {
            request.header("authorization", "Bearer " + token);
        }
        HttpResponse<String> answer = Answers.send(request.build());
        if (answer.statusCode() >= 300) {
            throw new IOException(method + " " + path + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return Answers.send(request(path).GET().build());
    }

    public HttpResponse<String> post(String path, String json)
            throws IOException, InterruptedException {
        return Answers.send(
                request(path)
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build());
    }

    private HttpRequest.Builder request(String path) throws IOException {
        return HttpRequest.newBuilder(URI.create(url("/api/v1" + path)))
                .header("authorization", "Bearer " + key());
    }

    /// The key that an installation begins with.
    public String key() throws IOException {
        return Files.readString(data.resolve("bootstrap-key")).strip();
    }
}
