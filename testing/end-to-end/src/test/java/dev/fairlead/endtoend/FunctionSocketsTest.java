package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/// WebSockets of functions in the whole server, by the JDK's own client.
class FunctionSocketsTest {
    private static final Installation FAIRLEAD = Installation.shared().ready();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static String echo = "";

    @BeforeAll
    static void deploy() throws IOException {
        Path source = Installation.root().resolve("examples/echo-socket/index.js");
        echo =
                FAIRLEAD.javascript("sockets", "echo", Files.readString(source))
                        .path("id")
                        .asString();
    }

    @AfterAll
    static void close() {
        HTTP.close();
    }

    private static SocketClient open(String path, String... protocols) {
        return SocketClient.open(HTTP, FAIRLEAD.url() + "/fn/sockets/" + path, protocols);
    }

    private static List<JsonNode> executions(String id) {
        return StreamSupport.stream(
                        FAIRLEAD.api("GET", "/functions/" + id + "/executions?limit=100", "")
                                .json()
                                .path("items")
                                .spliterator(),
                        false)
                .toList();
    }

    @Test
    void the_example_counts_in_its_state_and_says_goodbye() throws Exception {
        try (SocketClient ada = open("echo?name=Ada", "other", "echo");
                SocketClient bob = open("echo?name=Bob")) {
            // When
            ada.say("one");
            bob.say("first");
            ada.say("zwölf");
            ada.socket().sendBinary(ByteBuffer.wrap(new byte[] {1, 2, (byte) 200}), true).join();
            ada.say("bye");
            // Then
            assertThat(ada.socket().getSubprotocol()).isEqualTo("echo");
            assertThat(ada.next()).isEqualTo("Hello, Ada");
            assertThat(ada.next()).isEqualTo("0: one");
            assertThat(ada.next()).isEqualTo("1: zwölf");
            assertThat(ada.next()).isEqualTo("[-56, 2, 1]");
            assertThat(ada.next()).isEqualTo("closed 1000 after 3");
            assertThat(bob.next()).isEqualTo("Hello, Bob");
            assertThat(bob.next()).isEqualTo("0: first");
        }
        Installation.await(
                () ->
                        FAIRLEAD.api("GET", "/functions/" + echo + "/executions", "")
                                .body()
                                .contains("Ada left after 3"),
                "the log of the close");
        assertThat(executions(echo))
                .filteredOn(one -> one.path("trigger").asString().equals("SOCKET"))
                .hasSizeGreaterThanOrEqualTo(8)
                .allMatch(one -> one.path("status").asString().equals("SUCCEEDED"));
    }

    @Test
    void what_is_not_let_in_is_answered_as_a_request() {
        assertThat(SocketClient.refused(HTTP, FAIRLEAD.url() + "/fn/sockets/echo")).isEqualTo(400);
        assertThat(FAIRLEAD.get("/fn/sockets/echo").status()).isEqualTo(426);
        String id =
                FAIRLEAD.javascript("sockets", "closed", "export default () => 'hi'")
                        .path("id")
                        .asString();
        assertThat(SocketClient.refused(HTTP, FAIRLEAD.url() + "/fn/sockets/closed"))
                .isEqualTo(200);
        FAIRLEAD.api(
                "PUT",
                "/functions/" + id,
                Installation.JSON.writeValueAsString(Map.of("access", "authenticated")));
        assertThat(SocketClient.refused(HTTP, FAIRLEAD.url() + "/fn/sockets/closed"))
                .isEqualTo(401);
    }

    @Test
    void a_function_that_throws_or_never_ends_closes_its_socket() throws Exception {
        // Given
        String id =
                FAIRLEAD.javascript(
                                "sockets",
                                "faulty",
                                """
                                export const handle = () => 'plain';
                                export function socket(e) {
                                  if (e.data === 'throw') throw new Error('mine');
                                  while (e.data === 'never') {}
                                }
                                """)
                        .path("id")
                        .asString();
        FAIRLEAD.api(
                "PUT",
                "/functions/" + id,
                Installation.JSON.writeValueAsString(Map.of("limits", Map.of("timeoutMs", 500))));
        // When / Then
        for (String fault : List.of("throw", "never")) {
            try (SocketClient client = open("faulty")) {
                client.say(fault);
                assertThat(client.next()).isEqualTo("closed 1011 the function failed");
            }
        }
        Installation.await(
                () -> {
                    List<String> all =
                            executions(id).stream()
                                    .map(one -> one.path("status").asString())
                                    .toList();
                    return all.contains("FAILED") && all.contains("TIMED_OUT");
                },
                "both faults in the history");
        try (SocketClient client = open("faulty")) {
            client.say("fine");
            assertThat(client.socket().isOutputClosed()).isFalse();
        }
    }

    @Test
    void a_socket_stays_with_its_version_and_the_receipt_counts_it() throws Exception {
        // Given
        String id =
                FAIRLEAD.javascript("sockets", "staying", answering("old")).path("id").asString();
        try (SocketClient client = open("staying")) {
            client.say("a");
            assertThat(client.next()).isEqualTo("old");
            // When
            String body =
                    Installation.JSON.writeValueAsString(
                            Map.of("language", "javascript", "source", answering("new")));
            assertThat(FAIRLEAD.api("PUT", "/functions/" + id, body).status()).isEqualTo(200);
            Installation.await(
                    () -> FAIRLEAD.get("/fn/sockets/staying").body().contains("new"), "new");
            client.say("b");
            // Then
            assertThat(client.next()).isEqualTo("old");
            Installation.await(
                    () -> receipt(id).path("versions").path(0).path("sockets").asInt() == 1,
                    "the socket in the receipt");
            client.socket().sendClose(1000, "").get(20, TimeUnit.SECONDS);
            assertThat(client.next()).startsWith("closed 1000");
        }
        Installation.await(() -> receipt(id).path("lost").isNumber(), "the end of the receipt");
        assertThat(receipt(id).path("lost").asInt()).isZero();
        assertThat(receipt(id).path("versions").path(0).path("cut").asInt()).isZero();
    }

    private static String answering(String word) {
        return "export const handle = () => '"
                + word
                + "';\nexport const socket = e => e.type === 'message' ? {send: '"
                + word
                + "'} : {};";
    }

    private static JsonNode receipt(String id) {
        return FAIRLEAD.api("GET", "/functions/" + id + "/receipts", "")
                .json()
                .path("items")
                .path(0);
    }

    @Test
    void the_page_shows_what_happens() throws Exception {
        // Given
        String page =
                Files.readString(
                        Installation.root().resolve("docs/reference/sockets.md"),
                        StandardCharsets.UTF_8);
        String source = page.split("```js\n", 2)[1].split("```", 2)[0];
        FAIRLEAD.javascript("sockets", "page", source);
        // When
        try (SocketClient client = open("page?room=7", "chat")) {
            client.say("hello");
            // Then
            assertThat(client.socket().getSubprotocol()).isEqualTo("chat");
            assertThat(client.next()).isEqualTo("you are in room 7");
            assertThat(client.next()).isEqualTo("1 hello");
        }
    }
}
