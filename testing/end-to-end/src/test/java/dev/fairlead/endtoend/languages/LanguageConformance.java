package dev.fairlead.endtoend.languages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.fairlead.builders.Builders;
import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.languages.BuildProgress;
import dev.fairlead.builders.languages.BuilderSettings;
import dev.fairlead.builders.languages.Built;
import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.GuestBody;
import dev.fairlead.dataplane.runtime.GuestRequest;
import dev.fairlead.dataplane.runtime.GuestRuntime;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.executions.LogLine;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.sandbox.SandboxSettings;
import dev.fairlead.sandbox.bubblewrap.Bubblewrap;
import dev.fairlead.wasm.WasmRuntime;
import dev.fairlead.wasm.WasmSettings;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/// What a function can do in every language. Each language has the same actions, by path, in its
/// folder below `conformance/`; they are built once for a class.
@Tag("slow")
@TestInstance(Lifecycle.PER_CLASS)
abstract class LanguageConformance {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Header JSON_TYPE = new Header("content-type", "application/json");
    private static final int MEBIBYTE = 1 << 20;
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path TOOLS = Path.of("..", "..", "builders").toAbsolutePath().normalize();
    private static final Map<String, String> ENVIRONMENT =
            Map.of("GREETING", "Grüß Gott", "API_TOKEN", "s3cret value");

    Path directory = Path.of("");
    private final GuestRuntime runtime = newRuntime();
    private Path artifact = Path.of("");
    private Built built = new Built(artifact, Abi.SCRIPT);

    abstract Language language();

    /// Where languages run that are not WebAssembly, another one.
    GuestRuntime newRuntime() {
        return new WasmRuntime(WasmSettings.of(TARGET.resolve("conformance-modules")));
    }

    /// The folder with the actions.
    Path source() throws IOException, InterruptedException {
        return fixture(language().word());
    }

    static Path fixture(String name) {
        return Path.of("src", "test", "resources", "conformance", name).toAbsolutePath();
    }

    @BeforeAll
    void buildOnce(@TempDir Path folder) throws IOException, InterruptedException {
        directory = folder;
        built = build(language(), source());
        artifact = built.artifact();
        guest(limits(Duration.ofSeconds(10))).prepare();
    }

    @AfterAll
    void close() {
        runtime.close();
    }

    /// Builds a folder as the server would.
    final Built build(Language language, Path source) throws IOException, InterruptedException {
        List<String> files;
        try (Stream<Path> all = Files.walk(source)) {
            files =
                    all.filter(Files::isRegularFile)
                            .map(file -> source.relativize(file).toString())
                            .sorted()
                            .toList();
        }
        var tree = new SourceTree(source, files, ContentHash.of(new byte[0]));
        Path work = Files.createTempDirectory(directory, "work");
        Path node =
                Stream.of("/usr/bin/node", "/usr/local/bin/node")
                        .map(Path::of)
                        .filter(Files::isExecutable)
                        .findFirst()
                        .orElse(Path.of("/nowhere/node"));
        var settings =
                BuilderSettings.of(
                        node, TOOLS.resolve("node_modules"), TARGET.resolve("toolchains"));
        try (var sandbox = Bubblewrap.open(SandboxSettings.in(directory.resolve("sandbox")))) {
            return new Builders(settings, sandbox)
                    .of(language)
                    .build(new BuildInput(tree, work, "test", Map.of(), Map.of(), Unheard.UNHEARD));
        }
    }

    private enum Unheard implements BuildProgress {
        UNHEARD;

        @Override
        public void phase(BuildPhase phase) {}

        @Override
        public void line(String text) {}
    }

    private static Limits limits(Duration timeout) {
        return new Limits(
                timeout, 64L << 20, 64, 64, Duration.ofSeconds(10), 6L << 20, 2L * MEBIBYTE);
    }

    private Guest guest(Limits limits) throws IOException {
        ContentHash hash = ContentHash.of(Files.readAllBytes(artifact));
        return runtime.guest(
                new GuestSpec(
                        new ServiceId(UUID.randomUUID()),
                        1,
                        built.abi(),
                        artifact,
                        hash,
                        limits,
                        ENVIRONMENT));
    }

    final Told ask(String method, String path, String query, byte[] body, Header... headers)
            throws IOException {
        return ask(Duration.ofSeconds(10), method, path, query, body, headers);
    }

    private Told ask(
            Duration limit,
            String method,
            String path,
            String query,
            byte[] body,
            Header... headers)
            throws IOException {
        Guest guest = guest(limits(limit));
        guest.prepare();
        try {
            return Told.by(
                    guest,
                    new GuestRequest(
                            method,
                            path,
                            query,
                            List.of(headers),
                            GuestBody.of(body),
                            "function.test",
                            "127.0.0.1",
                            "req-1",
                            Instant.now()));
        } finally {
            guest.close();
        }
    }

    private Told get(String path, String query, Header... headers) throws IOException {
        return ask("GET", path, query, new byte[0], headers);
    }

    @Test
    void it_greets() throws IOException {
        // When
        Told told = get("/hello", "name=Zo%C3%AB%20%F0%9F%98%80");
        // Then
        assertThat(told.status()).isEqualTo(200);
        assertThat(told.header("content-type")).isEqualTo("application/json");
        assertThat(JSON.readTree(told.text()).path("message").asString())
                .isEqualTo("Hello, Zoë 😀");
    }

    @Test
    void it_echoes_json_with_every_kind_of_character() throws IOException {
        // Given
        String json =
                "{\"text\":\"ä€😀\\u0000\\n\\t\\\"\\\\/"
                        + " \\ud83d\\ude00\",\"list\":[1,-2.5,true,null,{}]}";
        // When
        Told told = ask("POST", "/echo", "", json.getBytes(StandardCharsets.UTF_8), JSON_TYPE);
        // Then
        assertThat(told.status()).isEqualTo(200);
        assertThat(told.header("content-type")).isEqualTo("application/json");
        assertThat(JSON.readTree(told.text())).isEqualTo(JSON.readTree(json));
    }

    @Test
    void it_echoes_a_mebibyte_of_json() throws IOException {
        // Given
        JsonNode json = JSON.createObjectNode().put("text", "aä€😀\n".repeat(MEBIBYTE / 12));
        byte[] body = JSON.writeValueAsBytes(json);
        // When
        Told told = ask("POST", "/echo", "", body, JSON_TYPE);
        // Then
        assertThat(body.length).isGreaterThanOrEqualTo(MEBIBYTE - 16);
        assertThat(told.status()).isEqualTo(200);
        assertThat(JSON.readTree(told.text())).isEqualTo(json);
    }

    @Test
    void status_and_headers_and_body_are_its_own() throws IOException {
        // When
        Told told = get("/shaped", "", new Header("x-asked", "for this; and \"that\""));
        // Then
        assertThat(told.status()).isEqualTo(201);
        assertThat(told.header("x-made-by")).isEqualTo("for this; and \"that\"");
        assertThat(told.header("content-type")).isEqualTo("text/plain");
        assertThat(told.text()).isEqualTo("made");
    }

    @Test
    void it_reads_variables_and_secrets_of_its_environment() throws IOException {
        // When
        Told told = get("/environment", "");
        // Then
        assertThat(told.status()).isEqualTo(200);
        assertThat(JSON.readTree(told.text()))
                .isEqualTo(
                        JSON.createObjectNode()
                                .put("greeting", "Grüß Gott")
                                .put("token", "s3cret value"));
    }

    @Test
    void a_log_line_keeps_its_level() throws IOException {
        // When
        Told told = get("/log", "");
        // Then
        assertThat(told.status()).isEqualTo(200);
        assertThat(told.report().logs())
                .extracting(LogLine::level, LogLine::text)
                .containsExactly(
                        tuple("debug", "one ä"),
                        tuple("info", "two"),
                        tuple("warn", "three"),
                        tuple("error", "four"));
    }

    @Test
    void a_failure_is_its_own_with_its_message_in_the_log() throws IOException {
        // When
        Told told = get("/fail", "");
        // Then
        assertThat(told.failure()).isEqualTo(ErrorCode.GUEST_FAILED);
        assertThat(told.report().logs())
                .anySatisfy(line -> assertThat(line.text()).contains("on purpose"));
        assertThat(told.report().logs().toString()).doesNotContain("dev.fairlead", "chicory");
    }

    @Test
    void a_loop_without_end_is_stopped() throws IOException {
        // When
        Told told = ask(Duration.ofMillis(500), "GET", "/loop", "", new byte[0]);
        // Then
        assertThat(told.failure()).isEqualTo(ErrorCode.GUEST_TIMEOUT);
    }

    @Test
    void memory_without_end_is_refused() throws IOException {
        // When
        Told told = get("/memory", "");
        // Then
        assertThat(told.failure()).isEqualTo(ErrorCode.GUEST_OUT_OF_MEMORY);
    }

    @Test
    void a_large_answer_is_whole() throws IOException {
        // When
        Told told = get("/output", "bytes=" + 3 * MEBIBYTE / 2);
        // Then
        assertThat(told.status()).isEqualTo(200);
        assertThat(told.text()).isEqualTo("x".repeat(3 * MEBIBYTE / 2));
    }

    @Test
    void an_answer_beyond_the_limit_is_refused() throws IOException {
        // When
        Told told = get("/output", "bytes=" + 4 * MEBIBYTE);
        // Then
        assertThat(told.failure()).isEqualTo(ErrorCode.GUEST_OUTPUT_TOO_LARGE);
    }
}
