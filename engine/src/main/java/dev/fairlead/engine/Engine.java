package dev.fairlead.engine;

import dev.fairlead.engine.Connection.Request;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// A container engine that speaks Docker's API. Every call has a deadline but `await`, which lasts
/// as long as the container; what it answers is bounded.
public final class Engine implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LONGEST_ANSWER = 8 << 20;
    private static final String TAR = "application/x-tar";

    // What the calls below need came with the first, and nothing of it changed up to the last.
    private static final int OLDEST = 41;
    private static final int NEWEST = 47;

    private final EngineAddress address;
    private final ScheduledExecutorService deadlines =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("engine-deadlines").daemon().factory());
    private volatile @Nullable String prefix;

    public Engine(EngineAddress address) {
        this.address = address;
    }

    public EngineAddress address() {
        return address;
    }

    /// Asks what it is; throws where it does not answer or is too old.
    public EngineFacts facts() throws IOException {
        JsonNode version = json(Request.get("/version"));
        prefix = negotiated(version.path("ApiVersion").asString(""));
        JsonNode about = json(Request.get(prefix() + "/info"));
        var security = new HashSet<String>();
        about.path("SecurityOptions")
                .forEach(option -> {
                    String name = option.asString("").split(",", 2)[0];
                    security.add(name.substring(name.indexOf('=') + 1));
                });
        return new EngineFacts(
                version.path("Version").asString(""),
                "cgroup v" + about.path("CgroupVersion").asString("1"),
                about.path("MemoryLimit").asBoolean(false),
                about.path("PidsLimit").asBoolean(false),
                security);
    }

    private static String negotiated(String newest) throws IOException {
        String[] parts = newest.split("\\.", -1);
        try {
            int minor = Integer.parseInt(parts[parts.length - 1]);
            if (parts.length == 2 && parts[0].equals("1") && minor >= OLDEST) {
                return "/v1." + Math.min(minor, NEWEST);
            }
        } catch (NumberFormatException e) {
            // Refused below, like one that is too old.
        }
        throw new IOException("the engine's API is " + newest + "; 1." + OLDEST + " is needed");
    }

    private String prefix() throws IOException {
        String known = prefix;
        if (known == null) {
            facts();
            known = prefix;
        }
        return known == null ? "" : known;
    }

    /// Makes an image of one layer; its id is the digest of its description.
    public String importImage(byte[] tar, Map<String, String> labels) throws IOException {
        var path = new StringBuilder(prefix() + "/images/create?fromSrc=-");
        labels.forEach((name, value) ->
                path.append("&changes=").append(encoded("LABEL " + name + "=" + value)));
        String answer = text(new Request("POST", path.toString(), TAR, tar));
        String id = "";
        for (String line : answer.lines().toList()) {
            JsonNode told = parsed(line);
            if (told.has("error")) {
                throw new EngineFailed(500, told.path("error").asString(""));
            }
            id = told.path("status").asString(id);
        }
        return id;
    }

    public String create(ContainerSpec spec) throws IOException {
        return post("/containers/create", SpecJson.of(spec)).path("Id").asString("");
    }

    /// A volume in memory, which only root may write; it holds nothing unless a container runs.
    public String createMemoryVolume(long bytes, Map<String, String> labels) throws IOException {
        Map<String, String> options =
                Map.of(
                        "type", "tmpfs",
                        "device", "tmpfs",
                        "o", "mode=0755,nosuid,nodev,noexec,size=" + bytes);
        return post("/volumes/create", Map.of("Labels", labels, "DriverOpts", options))
                .path("Name")
                .asString("");
    }

    private JsonNode post(String path, Object body) throws IOException {
        byte[] content = JSON.writeValueAsBytes(body);
        return json(new Request("POST", prefix() + path, "application/json", content));
    }

    public void start(String container) throws IOException {
        text(Request.post(container(container) + "/start"));
    }

    /// Without effect on one that has ended.
    public void kill(String container) throws IOException {
        try {
            text(Request.post(container(container) + "/kill"));
        } catch (EngineFailed e) {
            if (e.status() != 404 && e.status() != 409) {
                throw e;
            }
        }
    }

    public ContainerState inspect(String container) throws IOException {
        JsonNode state = json(Request.get(container(container) + "/json")).path("State");
        return new ContainerState(
                state.path("Running").asBoolean(false),
                state.path("Pid").asLong(0),
                state.path("ExitCode").asInt(0),
                state.path("OOMKilled").asBoolean(false));
    }

    /// All that the engine knows of a container, as it says it.
    public String description(String container) throws IOException {
        return text(Request.get(container(container) + "/json"));
    }

    /// Attaches to `stdout` or `stderr`, and to the input with the first.
    public Attachment attach(String container, String stream) throws IOException {
        String path = container(container) + "/attach?stream=1&" + stream + "=1";
        String whole = stream.equals("stdout") ? path + "&stdin=1" : path;
        return new Attachment(open(Request.post(whole), true));
    }

    /// Asks to be told the end of a container that was not started yet.
    public Waiting await(String container) throws IOException {
        return new Waiting(
                open(Request.post(container(container) + "/wait?condition=next-exit"), false));
    }

    /// The end of a container, when it comes.
    public static final class Waiting implements AutoCloseable {
        private final Connection connection;

        private Waiting(Connection connection) {
            this.connection = connection;
        }

        /// Blocks until then; the exit code.
        public int exitCode() throws IOException {
            String answer = bounded(connection.body());
            return parsed(answer).path("StatusCode").asInt(-1);
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    /// Unpacks a tar in a folder of a container.
    public void copyIn(String container, String folder, byte[] tar) throws IOException {
        String path = container(container) + "/archive?path=" + encoded(folder);
        text(new Request("PUT", path, TAR, tar));
    }

    /// Those that carry the label, with all their labels.
    public List<Labelled> labelled(Kind kind, String label) throws IOException {
        String filter = encoded(JSON.writeValueAsString(Map.of("label", List.of(label))));
        JsonNode all =
                switch (kind) {
                    case CONTAINER ->
                            json(
                                    Request.get(
                                            prefix() + "/containers/json?all=1&filters=" + filter));
                    case IMAGE -> json(Request.get(prefix() + "/images/json?filters=" + filter));
                    case VOLUME ->
                            json(Request.get(prefix() + "/volumes?filters=" + filter))
                                    .path("Volumes");
                };
        var found = new ArrayList<Labelled>();
        for (JsonNode each : all) {
            var labels = new HashMap<String, String>();
            each.path("Labels").forEachEntry((name, value) -> labels.put(name, value.asString("")));
            String id = each.path(kind == Kind.VOLUME ? "Name" : "Id").asString("");
            found.add(new Labelled(kind, id, labels));
        }
        return found;
    }

    /// Removes it, killing it first where it runs; without effect where it is not there.
    public void remove(Kind kind, String id) throws IOException {
        String path =
                switch (kind) {
                    case CONTAINER -> "/containers/" + id + "?force=1&v=1";
                    case IMAGE -> "/images/" + id + "?force=1";
                    case VOLUME -> "/volumes/" + id + "?force=1";
                };
        try {
            text(Request.delete(prefix() + path));
        } catch (EngineFailed e) {
            if (e.status() != 404) {
                throw e;
            }
        }
    }

    private String container(String id) throws IOException {
        return prefix() + "/containers/" + id;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private JsonNode json(Request request) throws IOException {
        return parsed(text(request));
    }

    private static JsonNode parsed(String text) throws IOException {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            throw new IOException("the engine's answer is malformed", e);
        }
    }

    private String text(Request request) throws IOException {
        Connection connection = Connection.open(address);
        ScheduledFuture<?> deadline = deadline(connection);
        try (connection) {
            connection.ask(request, false);
            return accepted(connection);
        } catch (IOException e) {
            throw explained(deadline, e);
        } finally {
            deadline.cancel(false);
        }
    }

    /// A connection that outlives the call; its deadline is for the head alone.
    private Connection open(Request request, boolean stream) throws IOException {
        Connection connection = Connection.open(address);
        ScheduledFuture<?> deadline = deadline(connection);
        try {
            connection.ask(request, stream);
            if (connection.status() >= 300) {
                accepted(connection);
            }
            return connection;
        } catch (IOException e) {
            connection.close();
            throw explained(deadline, e);
        } finally {
            deadline.cancel(false);
        }
    }

    private ScheduledFuture<?> deadline(Connection connection) {
        return deadlines.schedule(connection::close, PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static IOException explained(ScheduledFuture<?> deadline, IOException e) {
        return deadline.isDone()
                ? new IOException("the engine did not answer in " + PATIENCE.toSeconds() + " s", e)
                : e;
    }

    private static String accepted(Connection connection) throws IOException {
        String answer = bounded(connection.body());
        if (connection.status() < 300 || connection.status() == 304) {
            return answer;
        }
        String message = answer;
        try {
            message = JSON.readTree(answer).path("message").asString(answer);
        } catch (JacksonException e) {
            // Then it is not one of its own errors; the text has to do.
        }
        throw new EngineFailed(connection.status(), message.strip());
    }

    private static String bounded(InputStream body) throws IOException {
        byte[] content = body.readNBytes(LONGEST_ANSWER + 1);
        if (content.length > LONGEST_ANSWER) {
            throw new IOException("the engine's answer is too long");
        }
        return new String(content, StandardCharsets.UTF_8);
    }

    /// Ends its deadlines; what is attached stays so.
    @Override
    public void close() {
        deadlines.shutdownNow();
    }
}
