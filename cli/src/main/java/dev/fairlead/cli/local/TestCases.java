package dev.fairlead.cli.local;

import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.dataplane.runtime.GuestBody;
import dev.fairlead.dataplane.runtime.Header;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The files below `tests/`: each an array of cases with a `name`, a `request` and what to
/// `expect`.
final class TestCases {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path file;
    private final ArrayNode cases;

    private TestCases(Path file, ArrayNode cases) {
        this.file = file;
        this.cases = cases;
    }

    /// The files of a project in the order of their names; none where it has no `tests/`.
    static List<TestCases> of(Path folder) {
        Path tests = folder.resolve("tests");
        if (!Files.isDirectory(tests)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(tests)) {
            var found = new ArrayList<TestCases>();
            for (Path file : all.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                found.add(read(file));
            }
            return found;
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.USAGE, "cannot read " + tests + ": " + e.getMessage());
        }
    }

    private static TestCases read(Path file) throws IOException {
        try {
            if (JSON.readTree(Files.readString(file)) instanceof ArrayNode cases
                    && cases.valueStream().allMatch(JsonNode::isObject)) {
                return new TestCases(file, cases);
            }
        } catch (JacksonException e) {
            throw new CommandFailed(
                    ExitCode.USAGE, file + " is no JSON: " + e.getOriginalMessage());
        }
        throw new CommandFailed(
                ExitCode.USAGE, file + " must be an array of {name, request, expect}");
    }

    Path file() {
        return file;
    }

    int count() {
        return cases.size();
    }

    String name(int at) {
        return cases.get(at).path("name").asString("case " + (at + 1));
    }

    LocalCall.Question question(int at) {
        JsonNode request = cases.get(at).path("request");
        JsonNode body = request.path("body");
        var headers = new ArrayList<Header>();
        request.path("headers")
                .forEachEntry((name, value) ->
                        headers.add(new Header(name.toLowerCase(Locale.ROOT), value.asString())));
        boolean bodiless = body.isMissingNode() || body.isNull();
        byte[] bytes = new byte[0];
        if (!bodiless) {
            bytes = text(body).getBytes(StandardCharsets.UTF_8);
            boolean typed = headers.stream().anyMatch(h -> h.name().equals("content-type"));
            if (!body.isString() && !typed) {
                headers.add(new Header("content-type", "application/json"));
            }
        }
        String method = request.path("method").asString(bodiless ? "GET" : "POST");
        return new LocalCall.Question(method, path(request), headers, GuestBody.of(bytes));
    }

    private static String path(JsonNode request) {
        var path = new StringBuilder(request.path("path").asString("/"));
        request.path("query")
                .forEachEntry((name, value) -> {
                    path.append(path.indexOf("?") < 0 ? '?' : '&');
                    path.append(URLEncoder.encode(name, StandardCharsets.UTF_8)).append('=');
                    path.append(URLEncoder.encode(value.asString(), StandardCharsets.UTF_8));
                });
        return path.toString();
    }

    private static String text(JsonNode body) {
        return body.isString() ? body.asString() : new JsonMapper().writeValueAsString(body);
    }

    /// What of the answer is not as expected; empty where all is.
    List<String> differences(int at, LocalCall.Answer answer) {
        JsonNode expect = cases.get(at).path("expect");
        var different = new ArrayList<String>();
        int status = expect.path("status").asInt(200);
        if (answer.status() != status) {
            different.add("status: expected " + status + ", was " + answer.status());
        }
        expect.path("headers")
                .forEachEntry((name, value) -> {
                    List<String> actual = values(answer, name);
                    if (!actual.contains(value.asString())) {
                        different.add(
                                "header "
                                        + name
                                        + ": expected "
                                        + value.asString()
                                        + ", was "
                                        + actual);
                    }
                });
        JsonNode body = expect.path("body");
        if (!body.isMissingNode() && !matches(body, answer.body())) {
            different.add("body: expected " + text(body) + "\n        was      " + answer.body());
        }
        return different;
    }

    private static List<String> values(LocalCall.Answer answer, String name) {
        return answer.headers().stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .toList();
    }

    /// JSON as JSON, whatever its spaces; text as text.
    private static boolean matches(JsonNode expected, String body) {
        if (expected.isString() && expected.asString().equals(body)) {
            return true;
        }
        try {
            return expected.equals(JSON.readTree(body));
        } catch (JacksonException e) {
            return false;
        }
    }

    /// Takes an answer as what to expect from now on: its status, content type and body.
    void record(int at, LocalCall.Answer answer) {
        ObjectNode expect = cases.get(at).asObject().putObject("expect");
        expect.put("status", answer.status());
        ObjectNode headers = JSON.createObjectNode();
        values(answer, "content-type").forEach(value -> headers.put("content-type", value));
        if (!headers.isEmpty()) {
            expect.set("headers", headers);
        }
        try {
            expect.set("body", JSON.readTree(answer.body()));
        } catch (JacksonException e) {
            expect.put("body", answer.body());
        }
    }

    void write() {
        try {
            Files.writeString(file, JSON.writeValueAsString(cases) + "\n");
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.FAILED, "cannot write " + file + ": " + e.getMessage());
        }
    }
}
