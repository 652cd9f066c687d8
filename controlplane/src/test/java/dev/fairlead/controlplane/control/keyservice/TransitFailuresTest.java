package dev.fairlead.controlplane.control.keyservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;

import dev.fairlead.controlplane.control.keyservice.KeyServiceFailed.Why;
import dev.fairlead.testkit.keyservice.TransitServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import javax.net.ssl.SSLSocketFactory;

/// A key service that refuses, lies, breaks or says nothing.
class TransitFailuresTest {
    private static final String TOKEN = "hvs.a-token-of-a-test";
    private static final WrappedKey SOME = new WrappedKey("vault:v1:c29tZXRoaW5n");
    private static final String KEY =
            Base64.getEncoder()
                    .encodeToString(
                            "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

    private final TransitServer server;

    TransitFailuresTest() throws IOException {
        server = TransitServer.plain().key("fairlead");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Asking asking() {
        return Asking.of(server, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    private static KeyServiceFailed failed(Runnable asked) {
        return catchThrowableOfType(KeyServiceFailed.class, asked::run);
    }

    /// Everything that a log could show of it.
    private static String whole(Throwable failed) {
        var text = new StringWriter();
        failed.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /// Answers in turn, the last one again and again.
    private static final class Canned implements AutoCloseable {
        private final HttpServer server;
        private final AtomicInteger asked = new AtomicInteger();

        Canned(String... statusesAndBodies) throws IOException {
            Queue<String> next = new ArrayDeque<>(List.of(statusesAndBodies));
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
            server.createContext(
                    "/",
                    exchange -> {
                        asked.incrementAndGet();
                        String answer = next.size() > 1 ? next.remove() : next.element();
                        byte[] body = answer.substring(3).strip().getBytes(StandardCharsets.UTF_8);
                        exchange.getResponseHeaders().add("location", "http://127.0.0.1:1/");
                        exchange.sendResponseHeaders(
                                Integer.parseInt(answer.substring(0, 3)), body.length);
                        exchange.getResponseBody().write(body);
                        exchange.close();
                    });
            server.start();
        }

        TransitKeyService service() {
            URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            return Asking.plainly(address, TOKEN).service("fairlead");
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    @Test
    void a_token_that_may_not_is_told_where_and_not_tried_again() {
        // Given
        WrappedKey wrapped = asking().service("fairlead").generate();
        server.forbid("decrypt");
        // When
        KeyServiceFailed refused = failed(() -> asking().service("fairlead").unwrap(wrapped));
        // Then
        assertThat(refused.why()).isEqualTo(Why.FORBIDDEN);
        assertThat(refused)
                .hasMessageContaining("/v1/transit/decrypt/fairlead")
                .hasMessageContaining("403");
        assertThat(whole(refused)).doesNotContain(server.token());
        assertThat(server.asked()).containsExactly("datakey/wrapped", "decrypt");
    }

    @Test
    void what_is_not_there_says_what() {
        // When / Then
        assertThat(failed(() -> asking().service("nothing").generate()).why())
                .isEqualTo(Why.NO_KEY);
        assertThat(failed(() -> asking().mount("elsewhere").service("fairlead").generate()).why())
                .isEqualTo(Why.NO_ENGINE);
        assertThat(failed(() -> asking().namespace("a/b").service("fairlead").generate()).why())
                .isEqualTo(Why.NO_ENGINE);
    }

    @Test
    void a_namespace_is_named_to_a_service_that_has_them() {
        // Given
        server.namespace("apps/shop");
        // When
        WrappedKey wrapped = asking().namespace("apps/shop").service("fairlead").generate();
        // Then
        assertThat(wrapped.version()).isEqualTo(1);
    }

    @Test
    void one_that_is_sealed_is_asked_so_often_and_no_more() {
        // Given
        server.seal(true);
        // When
        KeyServiceFailed refused = failed(() -> asking().service("fairlead").unwrap(SOME));
        // Then
        assertThat(refused.why()).isEqualTo(Why.SEALED);
        assertThat(refused).hasMessageContaining("asked 3 times");
        assertThat(server.asked()).hasSize(3);
    }

    @Test
    void one_that_is_there_a_moment_later_is_enough() throws IOException {
        try (var canned =
                new Canned(
                        "503 {\"errors\":[\"Vault is sealed\"]}",
                        "429 {}",
                        "200 {\"data\":{\"plaintext\":\"" + KEY + "\"}}")) {
            // When / Then
            assertThat(canned.service().unwrap(SOME).getEncoded()).hasSize(32);
            assertThat(canned.asked).hasValue(3);
        }
    }

    @Test
    void one_that_is_not_there_is_named() throws IOException {
        // Given: nobody listens where somebody did.
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        URI address = URI.create("http://127.0.0.1:" + port + "/vault/");
        // When
        KeyServiceFailed refused =
                failed(() -> Asking.plainly(address, TOKEN).service("fairlead").unwrap(SOME));
        // Then
        assertThat(refused.why()).isEqualTo(Why.UNREACHABLE);
        assertThat(refused)
                .hasMessageContaining(":" + port + "/vault/v1/transit/decrypt/fairlead")
                .hasMessageContaining("asked 3 times");
        assertThat(whole(refused)).doesNotContain(TOKEN);
    }

    @Test
    void one_that_drips_is_left() throws IOException {
        // Given
        try (var socket = new ServerSocket(0, 4, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> drip(socket));
            URI address = URI.create("http://127.0.0.1:" + socket.getLocalPort());
            Asking hasty = Asking.plainly(address, TOKEN).within(Duration.ofMillis(150));
            // When
            KeyServiceFailed refused = failed(() -> hasty.service("fairlead").unwrap(SOME));
            // Then
            assertThat(refused.why()).isEqualTo(Why.UNREACHABLE);
        }
    }

    private static void drip(ServerSocket socket) {
        while (!socket.isClosed()) {
            try (Socket one = socket.accept()) {
                one.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                while (true) {
                    one.getOutputStream().write(' ');
                    one.getOutputStream().flush();
                    LockSupport.parkNanos(10_000_000);
                }
            } catch (IOException e) {
                // The client went, or the test ended.
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "<html>hello</html>",
                "{\"data\":null}",
                "{\"data\":{}}",
                "{\"data\":{\"plaintext\":{}}}",
                "{\"data\":{\"plaintext\":\"\"}}",
            })
    void what_is_no_answer_of_an_engine_is_none(String body) throws IOException {
        try (var canned = new Canned("200 " + body)) {
            // When
            KeyServiceFailed refused = failed(() -> canned.service().unwrap(SOME));
            // Then
            assertThat(refused.why()).isEqualTo(Why.NOT_UNDERSTOOD);
            assertThat(canned.asked).hasValue(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"c2hvcnQ=", "not base64!", "7", "w6Q"})
    void what_is_no_key_is_not_taken_and_not_shown(String plaintext) throws IOException {
        try (var canned = new Canned("200 {\"data\":{\"plaintext\":\"" + plaintext + "\"}}")) {
            // When
            KeyServiceFailed refused = failed(() -> canned.service().unwrap(SOME));
            // Then
            assertThat(refused.why()).isEqualTo(Why.NOT_A_KEY);
            assertThat(String.valueOf(refused.getMessage())).doesNotContain("c2hvcnQ", "base64!");
        }
    }

    @Test
    void a_key_of_an_answer_that_breaks_is_not_shown() throws IOException {
        // Given
        String half = "{\"data\":{\"plaintext\":\"" + KEY + "\", \"token\":\"" + TOKEN + "\"";
        try (var canned = new Canned("200 " + half);
                var refusing = new Canned("418 " + half + "}}")) {
            // When
            KeyServiceFailed broken = failed(() -> canned.service().unwrap(SOME));
            KeyServiceFailed refused = failed(() -> refusing.service().unwrap(SOME));
            // Then
            assertThat(whole(broken) + whole(refused)).doesNotContain(KEY).doesNotContain(TOKEN);
            assertThat(refused).hasMessageContaining("418");
        }
    }

    @Test
    void an_answer_that_is_huge_or_deep_is_not_read() throws IOException {
        // Given
        String huge = "{\"data\":{\"plaintext\":\"" + "A".repeat(100_000) + "\"}}";
        try (var big = new Canned("200 " + huge);
                var deep = new Canned("200 " + "{\"data\":".repeat(7_000))) {
            // When / Then
            assertThat(failed(() -> big.service().unwrap(SOME)).why())
                    .isEqualTo(Why.NOT_UNDERSTOOD);
            assertThat(failed(() -> deep.service().unwrap(SOME)).why())
                    .isEqualTo(Why.NOT_UNDERSTOOD);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500 {\"errors\":[\"1 error occurred: cipher: message authentication failed\"]} |"
                        + " ANOTHER_KEY",
                "400 {\"errors\":[\"invalid ciphertext: unable to decrypt\"]} | ANOTHER_KEY",
                "400 {\"errors\":[\"missing context for key derivation\"]} | UNFIT_KEY",
                "400 {\"errors\":[\"message decryption not supported for key type\"]} | UNFIT_KEY",
                "400 {\"errors\":[\"policy not found\"]} | NO_KEY",
                "403 nonsense | FORBIDDEN",
                "404 {} | NO_ENGINE",
                "307 {} | NOT_UNDERSTOOD",
                "200 {\"data\":{\"ciphertext\":\"vault:v2:\"}} | NOT_UNDERSTOOD",
            })
    void what_it_says_is_told_once_and_in_our_words(String answer, Why why) throws IOException {
        try (var canned = new Canned(answer)) {
            // When
            KeyServiceFailed refused = failed(() -> canned.service().rewrap(SOME));
            // Then
            assertThat(refused.why()).isEqualTo(why);
            assertThat(canned.asked).hasValue(1);
            assertThat(Arrays.asList("nonsense", "context", "cipher:"))
                    .noneMatch(theirs -> String.valueOf(refused.getMessage()).contains(theirs));
        }
    }

    @Test
    void one_that_is_busy_is_so_after_all_tries() throws IOException {
        try (var canned = new Canned("502 {}", "500 {}")) {
            assertThat(failed(() -> canned.service().generate()).why()).isEqualTo(Why.BUSY);
            assertThat(canned.asked).hasValue(3);
        }
    }
}
