package dev.fairlead.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.engine.docker.DockerEngine;
import dev.fairlead.engine.http.FakeEngine;
import dev.fairlead.engine.images.Credentials;
import dev.fairlead.engine.images.Reference;
import dev.fairlead.engine.streams.Attachment;
import dev.fairlead.engine.streams.LogQuery;
import dev.fairlead.engine.streams.LogStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Engines whose answers are not what the API promises.
class HostileEngineTest {
    private static final String VERSION = "{\"ApiVersion\": \"1.41\", \"Version\": \"20.10\"}";
    private static final String STREAM =
            "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n";

    private @TempDir Path folder;

    @FunctionalInterface
    private interface Use {
        void of(Engine engine) throws Exception;
    }

    /// An engine that tells its version, and then says what the test wants.
    private void with(String said, Use use) throws Exception {
        with((peer, _) -> peer.say(said), use);
    }

    private void with(FakeEngine.Talk talk, Use use) throws Exception {
        FakeEngine.Talk whole =
                (peer, number) -> {
                    for (String head = peer.head(); !head.isEmpty(); head = peer.head()) {
                        if (!head.startsWith("GET /version ")) {
                            talk.talk(peer, number);
                            return;
                        }
                        peer.answer(VERSION);
                    }
                };
        try (var fake = FakeEngine.at(folder, whole);
                Engine engine = new DockerEngine(new EngineAddress.Unix(fake.socket()))) {
            use.of(engine);
        }
    }

    private static String answer(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.40", "2.1", "1.x", "1", "1.41.2", "$(reboot)"})
    void an_engine_that_is_too_old_is_not_spoken_to(String version) throws Exception {
        // Given
        String body = "{\"ApiVersion\": \"" + version + "\"}";
        try (var fake = FakeEngine.at(folder, (peer, _) -> peer.keepAnswering(body));
                Engine engine = new DockerEngine(new EngineAddress.Unix(fake.socket()))) {
            // When, Then
            assertThatThrownBy(engine::facts)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("1.41 is needed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "\u0000", "nul"})
    void what_is_no_json_is_refused(String body) throws Exception {
        with(
                answer(body),
                engine ->
                        assertThatThrownBy(() -> engine.containers().inspect("x"))
                                .isInstanceOf(IOException.class)
                                .hasMessageContaining("malformed"));
    }

    @Test
    void json_without_end_of_depth_is_refused() throws Exception {
        with(
                answer("[".repeat(100_000)),
                engine ->
                        assertThatThrownBy(() -> engine.containers().list(List.of()))
                                .isInstanceOf(IOException.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null", "7", "\"x\"", "{\"State\": [], \"Config\": 3}"})
    void json_of_another_shape_harms_nobody(String body) throws Exception {
        with(
                answer(body),
                engine -> {
                    var container = engine.containers().inspect("x");
                    assertThat(container.state().running()).isFalse();
                    assertThat(container.labels()).isEmpty();
                });
    }

    @Test
    void a_refusal_is_in_the_engines_words() throws Exception {
        String body = "{\"message\": \"it is in the way\"}";
        with(
                "HTTP/1.1 409 Conflict\r\nContent-Length: " + body.length() + "\r\n\r\n" + body,
                engine ->
                        ContainersContract.assertRefused(
                                EngineFailed.Reason.CONFLICT,
                                () -> engine.containers().start("x")));
    }

    @Test
    void a_stream_with_pieces_of_negative_length_is_refused() throws Exception {
        with(
                STREAM + "\u0001\0\0\0\u00ff\u00ff\u00ff\u00ffxxx",
                engine -> {
                    try (Attachment all =
                            engine.containers().attach("x", Set.of(Attachment.Stream.OUTPUT))) {
                        assertThatThrownBy(() -> all.output().read())
                                .isInstanceOf(IOException.class)
                                .hasMessageContaining("malformed");
                    }
                });
    }

    @Test
    void a_stream_that_breaks_off_within_a_piece_is_told() throws Exception {
        with(
                STREAM + "\u0001\0\0\0\0\0\0\u0009half",
                engine -> {
                    try (Attachment all =
                            engine.containers().attach("x", Set.of(Attachment.Stream.OUTPUT))) {
                        assertThatThrownBy(() -> all.output().readAllBytes())
                                .isInstanceOf(IOException.class)
                                .hasMessageContaining("broke off");
                    }
                });
    }

    @Test
    void log_lines_without_a_time_are_refused() throws Exception {
        with(
                STREAM + "\u0001\0\0\0\0\0\0\u0005hello",
                engine -> {
                    try (LogStream log = engine.containers().logs("x", LogQuery.ALL)) {
                        assertThatThrownBy(log::next)
                                .isInstanceOf(IOException.class)
                                .hasMessageContaining("malformed");
                    }
                });
    }

    @Test
    void progress_without_end_of_line_is_refused() throws Exception {
        with(
                (peer, _) -> {
                    peer.say("HTTP/1.1 200 OK\r\n\r\n");
                    peer.repeat("x".repeat(1 << 16));
                },
                engine ->
                        assertThatThrownBy(() -> pull(engine, Optional.empty()))
                                .isInstanceOf(IOException.class)
                                .hasMessageContaining("too long"));
    }

    private static void pull(Engine engine, Optional<Credentials> credentials) throws IOException {
        engine.images()
                .pull(
                        Reference.parse("r.example/app:1"),
                        credentials,
                        Duration.ofSeconds(60),
                        _ -> {});
    }

    @Test
    void credentials_that_a_registry_repeats_are_not_shown() throws Exception {
        with(
                answer("{\"error\": \"unauthorized: ada:hunter2 is wrong\"}\n"),
                engine ->
                        assertThatThrownBy(() ->
                                        pull(
                                                engine,
                                                Optional.of(
                                                        new Credentials(
                                                                "r.example", "ada", "hunter2"))))
                                .isInstanceOf(EngineFailed.class)
                                .hasMessageContaining("unauthorized")
                                .hasMessageNotContaining("hunter2"));
    }

    @Test
    void progress_that_never_comes_is_waited_for_as_long_as_told() throws Exception {
        with(
                (peer, _) -> {
                    peer.say("HTTP/1.1 200 OK\r\n\r\n{\"status\": \"begun\"}\n");
                    peer.in().readAllBytes();
                },
                engine ->
                        assertThatThrownBy(() ->
                                        engine.images()
                                                .pull(
                                                        Reference.parse("app"),
                                                        Optional.empty(),
                                                        Duration.ofSeconds(1),
                                                        _ -> {}))
                                .hasMessage("the engine did not answer in 1 s"));
    }
}
