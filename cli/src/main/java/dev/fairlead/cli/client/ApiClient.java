package dev.fairlead.cli.client;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.model.functions.ContentHash;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/// The API of one installation. Failures are `CommandFailed` with the server's own words.
public final class ApiClient {
    static final String ORGANIZATION_HEADER = "fairlead-organization";
    static final String AGENT = "fairlead on " + System.getProperty("os.name", "an unknown system");
    private static final int CONNECT_MS = 5_000;
    private static final int PATIENCE_MS = 300_000;
    private static final int BETWEEN_FAILURES_MS = 500;
    private static final int MOST_FAILURES = 60;

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .changeDefaultPropertyInclusion(
                            i -> i.withValueInclusion(JsonInclude.Include.NON_NULL))
                    .build();

    private final Access access;
    private final Bearer bearer;

    public ApiClient(Access access) {
        this.access = access;
        this.bearer = new Bearer(access);
    }

    /// A request to come: what `--curl` prints instead of sending.
    public record Call(
            String method,
            String path,
            @Nullable String contentType,
            ByteBuffer body,
            Map<String, String> headers) {
        public Call {
            headers = Map.copyOf(headers);
        }

        public static Call get(String path) {
            return new Call("GET", path, null, ByteBuffer.allocate(0), Map.of());
        }

        public static Call delete(String path) {
            return new Call("DELETE", path, null, ByteBuffer.allocate(0), Map.of());
        }

        public static Call of(
                String method, String path, @Nullable String contentType, byte[] body) {
            return new Call(method, path, contentType, ByteBuffer.wrap(body), Map.of());
        }

        public Call with(Map<String, String> others) {
            return new Call(method, path, contentType, body, others);
        }
    }

    /// A value as JSON in one line.
    public static String line(Object value) {
        return JSON.writeValueAsString(value);
    }

    public byte[] write(Object value) {
        return JSON.writeValueAsBytes(value);
    }

    public Call post(String path, Object body) {
        return Call.of("POST", path, "application/json", write(body));
    }

    public Call post(String path) {
        return Call.of("POST", path, null, new byte[0]);
    }

    public Call put(String path) {
        return Call.of("PUT", path, null, new byte[0]);
    }

    public Call patch(String path, Object body) {
        return Call.of("PATCH", path, "application/json", write(body));
    }

    public Call put(String path, Object body) {
        return Call.of("PUT", path, "application/json", write(body));
    }

    /// The items of a list, page after page, at most so many.
    public List<JsonNode> all(String path, int most) {
        var items = new ArrayList<JsonNode>();
        String cursor = "";
        do {
            String more = cursor.isEmpty() ? "" : (path.contains("?") ? "&" : "?") + "cursor=";
            JsonNode page =
                    send(Call.get(path + more + URLEncoder.encode(cursor, StandardCharsets.UTF_8)));
            page.path("items").forEach(items::add);
            cursor = page.path("nextCursor").asString("");
        } while (!cursor.isEmpty() && items.size() < most);
        return List.copyOf(items.subList(0, Math.min(most, items.size())));
    }

    /// A wire record from the answer.
    public <T> T send(Call call, Class<T> type) {
        return JSON.treeToValue(send(call), type);
    }

    public <T> T as(JsonNode node, Class<T> type) {
        return JSON.treeToValue(node, type);
    }

    public String pretty(JsonNode node) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node);
    }

    public JsonNode send(Call call) {
        return accepted(ask(call));
    }

    /// An answer as it came; `body` is an empty object where it was no JSON.
    public record Reply(int status, JsonNode body, ByteBuffer bytes) {
        /// The problem's code, empty where there was none.
        public String code() {
            return body.path("code").asString("");
        }
    }

    /// Sends a request whose refusal means something to the caller.
    public Reply ask(Call call) {
        try {
            if (call.method().equals("PATCH")) {
                return patch(call);
            }
            HttpURLConnection connection = exchange(call);
            try (InputStream body = body(connection)) {
                byte[] bytes = body.readAllBytes();
                return new Reply(
                        connection.getResponseCode(), parsed(bytes), ByteBuffer.wrap(bytes));
            }
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /// The client that starts fastest does not know this method.
    private Reply patch(Call call) throws IOException {
        String token = bearer.text();
        Reply reply = PatchExchange.send(access, token, call);
        boolean renewed = reply.status() == 401 && bearer.renewed(token);
        return renewed ? PatchExchange.send(access, bearer.text(), call) : reply;
    }

    static JsonNode parsed(byte[] bytes) {
        try {
            return bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes);
        } catch (JacksonException e) {
            return JSON.createObjectNode();
        }
    }

    /// The answer's body, or the refusal as `CommandFailed`.
    public JsonNode accepted(Reply reply) {
        Refusal.check(reply.status(), reply.bytes().array());
        return reply.body();
    }

    /// One connection, by the client that starts fastest: `java.net.http` costs a command 200 ms,
    /// most of it when the process ends, waiting for a selector that is in native code.
    private HttpURLConnection open(Call call, String token) throws IOException {
        URI target = URI.create(access.url() + "/api/v1" + call.path());
        if (!(target.toURL().openConnection() instanceof HttpURLConnection connection)) {
            throw new CommandFailed(
                    ExitCode.USAGE, access.url() + " is not an http or https address");
        }
        connection.setConnectTimeout(CONNECT_MS);
        connection.setReadTimeout(PATIENCE_MS);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod(call.method());
        connection.setRequestProperty("user-agent", AGENT);
        if (!token.isEmpty()) {
            connection.setRequestProperty("authorization", "Bearer " + token);
        }
        access.organization()
                .ifPresent(name -> connection.setRequestProperty(ORGANIZATION_HEADER, name));
        if (call.contentType() != null) {
            connection.setRequestProperty("content-type", call.contentType());
        }
        call.headers().forEach(connection::setRequestProperty);
        return connection;
    }

    /// Asked again, once, where the token was not accepted and there is a newer one.
    private HttpURLConnection exchange(Call call, String... headers) throws IOException {
        String token = bearer.text();
        HttpURLConnection connection = sent(call, token, headers);
        boolean refused = connection.getResponseCode() == 401;
        return refused && bearer.renewed(token) ? sent(call, bearer.text(), headers) : connection;
    }

    private HttpURLConnection sent(Call call, String token, String... headers) throws IOException {
        HttpURLConnection connection = open(call, token);
        for (int i = 0; i < headers.length; i += 2) {
            connection.setRequestProperty(headers[i], headers[i + 1]);
        }
        byte[] body = call.body().array();
        if (body.length > 0) {
            connection.setDoOutput(true);
            // With a known length it does not send a request twice when a connection breaks.
            connection.setFixedLengthStreamingMode(body.length);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
            }
        }
        return connection;
    }

    /// Empty where the server sent no body.
    private static InputStream body(HttpURLConnection connection) throws IOException {
        InputStream body =
                connection.getResponseCode() < 400
                        ? connection.getInputStream()
                        : connection.getErrorStream();
        return body == null ? InputStream.nullInputStream() : body;
    }

    private CommandFailed unreachable(IOException e) {
        String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new CommandFailed(
                ExitCode.UNAVAILABLE,
                "cannot reach " + access.url() + " (" + why + "); is `fairlead up` running?");
    }

    /// Reads a stream of server-sent events until its event `end`; `event` gets each event's name
    /// (`message` where it has none) and its data. Where the connection breaks it goes on after the
    /// last event that came, as long as the server is back within half a minute.
    public void follow(String path, BiConsumer<String, JsonNode> event) {
        var ended = new AtomicBoolean();
        String reached = "";
        for (int failures = 0; !ended.get(); failures++) {
            String before = reached;
            try {
                reached = follow(path, reached, event, ended);
            } catch (IOException e) {
                if (failures >= MOST_FAILURES) {
                    throw unreachable(e);
                }
            }
            if (!reached.equals(before)) {
                failures = 0;
            }
            if (!ended.get()) {
                pause();
            }
        }
    }

    private String follow(
            String path, String after, BiConsumer<String, JsonNode> event, AtomicBoolean ended)
            throws IOException {
        String[] from = after.isEmpty() ? new String[0] : new String[] {"last-event-id", after};
        HttpURLConnection connection = exchange(Call.get(path), from);
        try (InputStream body = body(connection)) {
            if (connection.getResponseCode() == 503) {
                throw new IOException("the server is not ready");
            }
            if (connection.getResponseCode() >= 400) {
                Refusal.check(connection.getResponseCode(), body.readAllBytes());
            }
            var reader = new EventReader(body);
            try {
                reader.forEach((name, data) -> {
                    ended.set(ended.get() || name.equals("end"));
                    event.accept(name, JSON.readTree(data));
                });
            } catch (IOException e) {
                // What came so far was handed on; the caller goes on after it.
            }
            return reader.lastId().isEmpty() ? after : reader.lastId();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_FAILURES_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(ExitCode.FAILED, "interrupted");
        }
    }

    /// Writes an answer's bytes to a file; how many there were. The file is there only when their
    /// SHA-256 is `hash`.
    public long download(Call call, Path file, String hash) throws IOException {
        HttpURLConnection connection;
        try {
            connection = exchange(call);
            connection.getResponseCode();
        } catch (IOException e) {
            throw unreachable(e);
        }
        try (InputStream body = body(connection)) {
            if (connection.getResponseCode() >= 400) {
                Refusal.check(connection.getResponseCode(), body.readAllBytes());
            }
            Path target = file.toAbsolutePath();
            Path part = Files.createTempFile(target.getParent(), ".fairlead", ".part");
            try (var bytes = new DigestInputStream(body, ContentHash.sha256())) {
                long count = Files.copy(bytes, part, StandardCopyOption.REPLACE_EXISTING);
                if (!ContentHash.ofDigest(bytes.getMessageDigest().digest()).hex().equals(hash)) {
                    throw new CommandFailed(
                            ExitCode.FAILED, "what came is not what it should be; try again");
                }
                Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
                return count;
            } finally {
                Files.deleteIfExists(part);
            }
        }
    }

    /// Hands on an answer of any length as it comes.
    public void copy(Call call, OutputStream out) {
        try {
            HttpURLConnection connection = exchange(call);
            try (InputStream body = body(connection)) {
                if (connection.getResponseCode() >= 400) {
                    Refusal.check(connection.getResponseCode(), body.readAllBytes());
                }
                body.transferTo(out);
            }
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    public JsonNode tree(Object value) {
        return JSON.valueToTree(value);
    }

    /// The same request for `curl`; the key stays in the environment.
    public String curl(Call call) {
        return CurlText.of(access, call);
    }

    public URI url() {
        return access.url();
    }

    /// Query text of the pairs whose value is there.
    public static String query(Map<String, @Nullable String> values) {
        var text = new StringBuilder();
        values.forEach((name, value) -> {
            if (value != null) {
                text.append(text.isEmpty() ? '?' : '&').append(name).append('=');
                text.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        });
        return text.toString();
    }
}
