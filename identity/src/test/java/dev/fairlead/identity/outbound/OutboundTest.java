package dev.fairlead.identity.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairlead.identity.outbound.OutboundFailed.Why;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import javax.net.ssl.SSLSocketFactory;

class OutboundTest {
    private static final SSLSocketFactory TLS = (SSLSocketFactory) SSLSocketFactory.getDefault();

    /// Answers one connection with bytes, and leaves it open where they say so.
    private static final class OneAnswer implements AutoCloseable {
        private final ServerSocket socket;

        OneAnswer(String bytes, boolean hold) throws IOException {
            socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            Thread.ofVirtual()
                    .start(() -> {
                        try (Socket one = socket.accept()) {
                            one.getOutputStream()
                                    .write(bytes.getBytes(StandardCharsets.ISO_8859_1));
                            one.getOutputStream().flush();
                            while (hold && one.getInputStream().read() >= 0) {
                                // Until the client goes.
                            }
                        } catch (IOException e) {
                            // The client went.
                            Thread.currentThread().interrupt();
                        }
                    });
        }

        URI address() {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/a?b=c");
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static Outbound client(OutboundRules rules) {
        return new Outbound(rules, TLS, new Outbound.Bounds(Duration.ofSeconds(20), 1024));
    }

    private static Answer answer(String bytes) throws Exception {
        try (var server = new OneAnswer(bytes.replace("\n", "\r\n"), false)) {
            return client(new OutboundRules(false, true))
                    .send(Ask.get(server.address(), Map.of("Accept", "application/json")));
        }
    }

    private static Why refusal(URI address, OutboundRules rules) {
        OutboundFailed failed =
                catchThrowableOfType(
                        OutboundFailed.class, () -> client(rules).send(Ask.get(address, Map.of())));
        return failed.why();
    }

    @Test
    void an_answer_of_a_known_length_is_read() throws Exception {
        // Given / When
        Answer answer = answer("HTTP/1.1 200 OK\nContent-Length: 3\nX-One: 1\nx-one: 2\n\nabcde");
        // Then
        assertThat(answer.ok()).isTrue();
        assertThat(answer.body()).isEqualTo("abc");
        assertThat(answer.headers()).containsEntry("x-one", "1, 2");
    }

    @Test
    void an_answer_in_chunks_is_read() throws Exception {
        // Given / When
        Answer answer =
                answer(
                        """
                        HTTP/1.1 100 Continue

                        HTTP/1.1 201 Created
                        Transfer-Encoding: chunked

                        3;x=y
                        abc
                        2
                        de
                        0

                        """);
        // Then
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo("abcde");
    }

    @Test
    void an_answer_until_the_connection_ends_is_read() throws Exception {
        assertThat(answer("HTTP/1.0 200\n\nabc").body()).isEqualTo("abc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SSH-2.0-OpenSSH\n",
                "HTTP/1.1 999 No\n\n",
                "HTTP/1.1 200 OK\nContent-Length: -1\n\n",
                "HTTP/1.1 200 OK\nContent-Length: 5\n\nabc",
                "HTTP/1.1 200 OK\nContent-Length: 3\nTransfer-Encoding: chunked\n\nabc",
                "HTTP/1.1 200 OK\nTransfer-Encoding: gzip\n\nabc",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nxyz\n",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\nabc\n0\n\n",
                "HTTP/1.1 200 OK\n: none\n\n",
                "HTTP/1.1 200 OK\nX: 1",
            })
    void what_is_no_answer_is_none(String bytes) throws Exception {
        // Given / When
        OutboundFailed failed = catchThrowableOfType(OutboundFailed.class, () -> answer(bytes));
        // Then
        assertThat(failed.why()).isEqualTo(Why.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\nContent-Length: 1025\n\n",
                "HTTP/1.1 200 OK\nContent-Length: 999999999\n\n",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nfffffff\n",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n401\n",
            })
    void an_answer_that_says_it_is_too_large_is_not_read(String bytes) {
        // Given / When
        OutboundFailed failed = catchThrowableOfType(OutboundFailed.class, () -> answer(bytes));
        // Then
        assertThat(failed.why()).isEqualTo(Why.TOO_LARGE);
    }

    @Test
    void an_answer_without_an_end_is_cut_off() {
        // Given / When
        OutboundFailed body =
                catchThrowableOfType(
                        OutboundFailed.class,
                        () -> answer("HTTP/1.1 200 OK\n\n" + "x".repeat(1025)));
        OutboundFailed headers =
                catchThrowableOfType(
                        OutboundFailed.class,
                        () -> answer("HTTP/1.1 200 OK\n" + "X: y\n".repeat(10_000)));
        // Then
        assertThat(body.why()).isEqualTo(Why.TOO_LARGE);
        assertThat(headers.why()).isEqualTo(Why.TOO_LARGE);
    }

    @Test
    void a_server_that_says_nothing_is_left() throws Exception {
        // Given
        var impatient =
                new Outbound(
                        new OutboundRules(false, true),
                        TLS,
                        new Outbound.Bounds(Duration.ofMillis(200), 1024));
        try (var server = new OneAnswer("HTTP/1.1 200 OK\r\nContent-Le", true)) {
            // When
            OutboundFailed failed =
                    catchThrowableOfType(
                            OutboundFailed.class,
                            () -> impatient.send(Ask.get(server.address(), Map.of())));
            // Then
            assertThat(failed.why()).isEqualTo(Why.UNREACHABLE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://example.com/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://10.0.0.1/",
        "https://2130706433/",
        "https://user:secret@1.1.1.1/",
        "ftp://1.1.1.1/",
        "file:///etc/passwd",
    })
    void only_public_servers_by_https_are_asked_unless_the_operator_allows_more(URI address) {
        assertThat(refusal(address, OutboundRules.STRICT)).isEqualTo(Why.ADDRESS_REFUSED);
    }

    @ParameterizedTest
    @CsvSource({"http://10.0.0.1/", "http://1.1.1.1/", "https://10.0.0.1/"})
    void plain_http_goes_to_this_machine_alone(URI address) {
        assertThat(refusal(address, new OutboundRules(false, true))).isEqualTo(Why.ADDRESS_REFUSED);
    }

    @Test
    void a_private_network_is_reached_where_the_operator_allows_it() throws Exception {
        // Given: nobody listens where somebody did.
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        URI address = URI.create("https://127.0.0.1:" + port + "/");
        // When / Then
        assertThat(refusal(address, new OutboundRules(true, false))).isEqualTo(Why.UNREACHABLE);
    }

    @Test
    void a_header_cannot_hold_another_one() {
        // Given
        var ask = Ask.get(URI.create("http://127.0.0.1:9/"), Map.of("X", "a\r\nY: b"));
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var at = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
            // When
            OutboundFailed failed =
                    catchThrowableOfType(
                            OutboundFailed.class,
                            () ->
                                    client(new OutboundRules(false, true))
                                            .send(Ask.get(at, ask.headers())));
            // Then
            assertThat(failed.why()).isEqualTo(Why.MALFORMED);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
