package dev.fairlead.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.engine.EngineAddress;
import dev.fairlead.testkit.waiting.Awaiting;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/// Engines that are hostile, broken or gone, and connections that are kept.
class EngineClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private @TempDir Path folder;

    private static EngineClient client(FakeEngine engine) {
        return new EngineClient(new EngineAddress.Unix(engine.socket()));
    }

    private void assertFails(FakeEngine.Talk talk, String message) throws IOException {
        try (var engine = FakeEngine.at(folder, talk);
                var client = client(engine)) {
            assertThatThrownBy(() -> client.call(Request.get("/x"), PATIENCE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(message);
        }
    }

    private static FakeEngine.Talk says(String text) {
        return (peer, _) -> {
            peer.head();
            peer.say(text);
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH\r\n",
                "HTTP/1.1 2x0 OK\r\n\r\n",
                "HTTP/1.1\r\n\r\n",
                "HTTP/2 200 OK\r\n\r\n",
                "\0\0\0\0\r\n"
            })
    void what_is_no_engine_is_not_spoken_to(String said) throws Exception {
        assertFails(says(said), "no container engine");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nhello\r\n0\r\n\r\n"
            })
    void a_malformed_answer_is_refused(String said) throws Exception {
        assertFails(says(said), "malformed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
            })
    void an_engine_that_breaks_off_is_told(String said) throws Exception {
        assertFails(says(said), "broke off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a: b\r\n", "HTTP/1.1 100 Continue\r\n\r\n"})
    void a_head_that_never_ends_is_left(String piece) throws Exception {
        assertFails(
                (peer, _) -> {
                    peer.head();
                    peer.say(piece.startsWith("HTTP") ? "" : "HTTP/1.1 200 OK\r\n");
                    peer.repeat(piece);
                },
                "malformed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 9000000000\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n7fffffff\r\n",
                "\r\n"
            })
    void an_answer_that_never_ends_is_left(String fields) throws Exception {
        assertFails(
                (peer, _) -> {
                    peer.head();
                    peer.say("HTTP/1.1 200 OK\r\n" + fields);
                    peer.repeat("x".repeat(1 << 16));
                },
                "too long");
    }

    @Test
    void an_engine_that_says_nothing_is_waited_for_as_long_as_told() throws Exception {
        // Given
        try (var engine = FakeEngine.at(folder, (peer, _) -> peer.in().readAllBytes());
                var client = client(engine)) {
            // When, Then
            assertThatThrownBy(() -> client.call(Request.get("/x"), Duration.ofSeconds(1)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the engine did not answer in 1 s");
        }
    }

    @Test
    void an_engine_that_drips_is_waited_for_as_long_as_told() throws Exception {
        // Given
        FakeEngine.Talk drip =
                (peer, _) -> {
                    peer.head();
                    peer.say("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell");
                    peer.in().readAllBytes();
                };
        try (var engine = FakeEngine.at(folder, drip);
                var client = client(engine)) {
            // When, Then
            assertThatThrownBy(() -> client.call(Request.get("/x"), Duration.ofSeconds(1)))
                    .hasMessage("the engine did not answer in 1 s");
        }
    }

    @Test
    void connections_are_kept() throws Exception {
        // Given
        try (var engine = FakeEngine.at(folder, (peer, _) -> peer.keepAnswering("hello"));
                var client = client(engine)) {
            // When
            for (int i = 0; i < 100; i++) {
                assertThat(client.call(Request.get("/x"), PATIENCE).text()).isEqualTo("hello");
            }
            // Then
            assertThat(engine.connections()).isEqualTo(1);
            assertThat(engine.heads()).hasSize(100);
        }
    }

    @Test
    void chunks_are_put_together_and_their_connection_kept() throws Exception {
        // Given
        FakeEngine.Talk chunks =
                (peer, _) -> {
                    while (!peer.head().isEmpty()) {
                        peer.say("HTTP/1.1 100 Continue\r\n\r\n");
                        peer.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                        peer.say("3;x=y\r\nhel\r\n2\r\nlo\r\n0\r\nLast: field\r\n\r\n");
                    }
                };
        try (var engine = FakeEngine.at(folder, chunks);
                var client = client(engine)) {
            // When, Then
            for (int i = 0; i < 3; i++) {
                assertThat(client.call(Request.get("/x"), PATIENCE).text()).isEqualTo("hello");
            }
            assertThat(engine.connections()).isEqualTo(1);
        }
    }

    @Test
    void a_connection_that_the_engine_closed_is_not_used_again() throws Exception {
        // Given
        FakeEngine.Talk once =
                (peer, _) -> {
                    peer.head();
                    peer.answer("hello");
                };
        try (var engine = FakeEngine.at(folder, once);
                var client = client(engine)) {
            // When, Then
            for (int i = 1; i <= 5; i++) {
                var answer = client.call(Request.post("/x"), PATIENCE);
                assertThat(answer.text()).isEqualTo("hello");
                assertThat(engine.connections()).isEqualTo(i);
                int seen = i;
                Awaiting.until("closed", () -> engine.ended() == seen);
            }
        }
    }

    /// Closes kept connections only when the next request is there.
    private static void closeUnanswered(FakeEngine.Peer peer, int number) throws IOException {
        peer.head();
        peer.answer("from " + number);
        peer.head();
    }

    @Test
    void what_can_be_repeated_is_asked_once_more_on_a_new_connection() throws Exception {
        // Given
        try (var engine = FakeEngine.at(folder, EngineClientTest::closeUnanswered);
                var client = client(engine)) {
            assertThat(client.call(Request.get("/x"), PATIENCE).text()).isEqualTo("from 1");
            // When
            String text = client.call(Request.get("/x"), PATIENCE).text();
            // Then
            assertThat(text).isEqualTo("from 2");
            assertThat(engine.heads()).hasSize(3);
        }
    }

    @Test
    void what_may_have_been_done_is_not_asked_again() throws Exception {
        // Given
        try (var engine = FakeEngine.at(folder, EngineClientTest::closeUnanswered);
                var client = client(engine)) {
            assertThat(client.call(Request.get("/x"), PATIENCE).text()).isEqualTo("from 1");
            // When, Then
            assertThatThrownBy(() -> client.call(Request.post("/x"), PATIENCE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("broke off");
            assertThat(engine.heads()).hasSize(2);
        }
    }

    @Test
    void a_refusal_is_read_though_not_all_was_sent() throws Exception {
        // Given
        FakeEngine.Talk refuse =
                (peer, _) -> {
                    peer.head();
                    peer.say("HTTP/1.1 400 Bad Request\r\nContent-Length: 4\r\n\r\nlong");
                };
        var much = new ByteArrayInputStream(new byte[50 << 20]);
        try (var engine = FakeEngine.at(folder, refuse);
                var client = client(engine)) {
            // When
            Answer answer = client.call(Request.post("/x").tar(much), PATIENCE);
            // Then
            assertThat(answer).isEqualTo(new Answer(400, "long"));
        }
    }

    @Test
    void a_body_that_cannot_be_read_is_told_as_it_is() throws Exception {
        // Given
        InputStream broken =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("the disk is on fire");
                    }

                    @Override
                    public int read(byte[] bytes, int from, int length) throws IOException {
                        return read();
                    }
                };
        try (var engine = FakeEngine.at(folder, (peer, _) -> peer.keepAnswering("hello"));
                var client = client(engine)) {
            // When, Then
            assertThatThrownBy(() -> client.call(Request.post("/x").tar(broken), PATIENCE))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the disk is on fire");
        }
    }

    @Test
    void no_line_breaks_into_a_request() throws Exception {
        // Given
        try (var engine = FakeEngine.at(folder, (peer, _) -> peer.keepAnswering("hello"));
                var client = client(engine)) {
            var request = Request.get("/x\r\nX: y");
            // When, Then
            assertThatThrownBy(() -> client.call(request, PATIENCE))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(client.call(Request.get("/x"), PATIENCE).text()).isEqualTo("hello");
        }
    }

    @Test
    void closing_an_exchange_ends_who_reads_it() throws Exception {
        // Given
        FakeEngine.Talk endless =
                (peer, _) -> {
                    peer.head();
                    peer.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    peer.in().readAllBytes();
                };
        var ended = new AtomicReference<Throwable>();
        try (var engine = FakeEngine.at(folder, endless);
                var client = client(engine)) {
            Exchange exchange = client.open(Request.get("/x"), false, PATIENCE);
            Thread reader =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    ended.set(new IOException("read " + exchange.body().read()));
                                } catch (IOException e) {
                                    ended.set(e);
                                }
                            });
            // When
            exchange.close();
            exchange.close();
            reader.join();
            // Then
            assertThat(ended.get()).isInstanceOf(IOException.class);
            assertThat(ended.get().getMessage() + "").doesNotContain("read ");
        }
    }

    @Test
    void an_interrupt_ends_a_call() throws Exception {
        // Given
        var ended = new AtomicReference<Throwable>();
        try (var engine = FakeEngine.at(folder, (peer, _) -> peer.in().readAllBytes());
                var client = client(engine)) {
            Thread asker =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    client.call(Request.get("/x"), PATIENCE);
                                } catch (IOException e) {
                                    ended.set(e);
                                }
                            });
            Awaiting.until("connected", () -> engine.connections() == 1);
            // When
            asker.interrupt();
            asker.join();
            // Then
            assertThat(ended.get()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void an_engine_that_is_not_there_is_told() {
        // Given
        var nowhere = new EngineAddress.Unix(folder.resolve("nowhere"));
        try (var client = new EngineClient(nowhere)) {
            // When, Then
            assertThatThrownBy(() -> client.call(Request.get("/x"), PATIENCE))
                    .isInstanceOf(IOException.class);
        }
    }
}
