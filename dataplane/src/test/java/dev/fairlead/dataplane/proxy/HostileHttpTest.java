package dev.fairlead.dataplane.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/// What can be read in two ways is refused before an upstream sees any of it: nothing that is
/// smuggled behind it arrives there, and the next client is served.
@Timeout(60)
class HostileHttpTest {
    private static final Front front = new Front();
    private static final Origin origin = new Origin();
    private static final String SMUGGLED =
            "GET /smuggled HTTP/1.1\r\nhost: web.demo.localhost\r\n\r\n";

    @BeforeEach
    void begin() {
        front.live(1, origin);
    }

    @AfterAll
    static void close() {
        front.close();
        origin.close();
    }

    /// Bytes as they are; whoever does not know where they end has to close the connection.
    private static String send(String bytes) throws IOException {
        try (Socket client = front.connect()) {
            client.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            return Front.rest(client.getInputStream());
        }
    }

    private static String post(String fields, String body) {
        return "POST /p HTTP/1.1\r\nhost: web.demo.localhost\r\n" + fields + "\r\n" + body;
    }

    private static String get(String fields) {
        return "GET /g HTTP/1.1\r\n" + fields + "\r\n" + SMUGGLED;
    }

    static Stream<String> twoLengths() {
        String chunked = "0\r\n\r\n" + SMUGGLED;
        return Stream.of(
                post("content-length: 5\r\ntransfer-encoding: chunked\r\n", chunked),
                post("transfer-encoding: chunked\r\ncontent-length: 5\r\n", chunked),
                post("content-length: 0\r\ntransfer-encoding: chunked\r\n", chunked),
                post("transfer-encoding: xchunked\r\n", SMUGGLED),
                post("transfer-encoding : chunked\r\n", chunked),
                post("transfer-encoding\t: chunked\r\n", chunked),
                post(" transfer-encoding: chunked\r\n", chunked),
                post("x: y\r\n transfer-encoding: chunked\r\n", chunked),
                post("transfer-encoding: chunked, identity\r\n", chunked),
                post("transfer-encoding: identity, chunked\r\n", chunked),
                post("transfer-encoding: chunked\r\ntransfer-encoding: x\r\n", chunked),
                post("transfer-encoding: x\r\ntransfer-encoding: chunked\r\n", chunked),
                post("transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n", chunked),
                post("transfer-encoding: \"chunked\"\r\n", chunked),
                post("transfer-encoding: chun\u000bked\r\n", chunked),
                post("transfer-encoding: chunked\u0000\r\n", chunked),
                post("transfer-encoding: \u00a0chunked\r\n", chunked),
                post("transfer-encoding: gzip, chunked\r\n", chunked),
                post("transfer-encoding: identity\r\n", SMUGGLED),
                post("transfer-encoding:\r\n", SMUGGLED),
                post("transfer-encoding:\n chunked\r\n", chunked),
                post("transfer-encoding:\r\n chunked\r\n", chunked),
                post("x: y\ntransfer-encoding: chunked\r\n", chunked),
                post("x: y\rtransfer-encoding: chunked\r\n", chunked),
                "POST /p HTTP/1.0\r\nhost: web.demo.localhost\r\ntransfer-encoding: chunked\r\n"
                        + "connection: keep-alive\r\n\r\n"
                        + chunked,
                post("content-length: 5\r\ncontent-length: 6\r\n", "hello" + SMUGGLED),
                post("content-length: 5\r\ncontent-length: 5\r\n", "hello" + SMUGGLED),
                post("content-length: 5, 6\r\n", "hello" + SMUGGLED),
                post("content-length: 5, 5\r\n", "hello" + SMUGGLED),
                post("content-length: +1\r\n", "h" + SMUGGLED),
                post("content-length: -1\r\n", SMUGGLED),
                post("content-length: 0x5\r\n", "hello" + SMUGGLED),
                post("content-length: 5 5\r\n", "hello" + SMUGGLED),
                post("content-length: 5a\r\n", "hello" + SMUGGLED),
                post("content-length:\r\n", SMUGGLED),
                post("content-length: 99999999999999999999\r\n", SMUGGLED),
                post("content-length : 5\r\n", "hello" + SMUGGLED),
                post("content-length\u0000: 5\r\n", "hello" + SMUGGLED),
                post("sec-websocket-key1: a\r\nsec-websocket-key2: b\r\n", SMUGGLED));
    }

    static Stream<String> badChunks() {
        String[] bodies = {
            "5\nhello\r\n0\r\n\r\n",
            "5;\nhello\r\n0\r\n\r\n",
            "5;a\rb\r\nhello\r\n0\r\n\r\n",
            "5;a=\u0000\r\nhello\r\n0\r\n\r\n",
            "0x5\r\nhello\r\n0\r\n\r\n",
            "+5\r\nhello\r\n0\r\n\r\n",
            "-5\r\nhello\r\n0\r\n\r\n",
            "5_\r\nhello\r\n0\r\n\r\n",
            "\r\nhello\r\n0\r\n\r\n",
            "ffffffffffffffff5\r\nhello\r\n0\r\n\r\n",
            "100000005\r\nhello\r\n0\r\n\r\n",
            "5\r\nhelloXX0\r\n\r\n",
            "5\r\nhello\n0\r\n\r\n",
            "5\r\nhello0\r\n\r\n",
            "5 5\r\nhello\r\n0\r\n\r\n",
            " 5\r\nhello\r\n0\r\n\r\n",
            "g\r\nhello\r\n0\r\n\r\n",
        };
        return Stream.of(bodies).map(b -> post("transfer-encoding: chunked\r\n", b + SMUGGLED));
    }

    static Stream<String> badHeads() {
        String long1 = "x".repeat(33_000);
        return Stream.of(
                get(""),
                get("host:\r\n"),
                get("host: web.demo.localhost\r\nhost: web.demo.localhost\r\n"),
                get("host: web.demo.localhost\r\nhost: other\r\n"),
                get("host: web.demo.localhost, other\r\n"),
                get("host: web demo\r\n"),
                get("host: user@web.demo.localhost\r\n"),
                get("host: web.demo.localhost/x\r\n"),
                get("host: web.demo.localhost\\x\r\n"),
                get("host: web.demo.localhost%00\r\n"),
                get("host: web.demo.localhost#x\r\n"),
                get("host: web.demo.localhost?x\r\n"),
                get("host: web.demo.localhost:\r\n"),
                get("host: web.demo.localhost:0\r\n"),
                get("host: web.demo.localhost:65536\r\n"),
                get("host: web.demo.localhost:-1\r\n"),
                get("host: web.demo.localhost:80:80\r\n"),
                get("host: web..localhost\r\n"),
                get("host: .web.demo.localhost\r\n"),
                get("host: web.demo.localhost..\r\n"),
                get("host: [::1\r\n"),
                get("host: ::1\r\n"),
                get("host: [::g]\r\n"),
                get("host: \u00fcml.demo.localhost\r\n"),
                get("host: " + "a".repeat(300) + "\r\n"),
                get("host: web.demo.localhost\r\n folded\r\n"),
                get("host: web.demo.localhost\r\nx: a\u0000b\r\n"),
                get("host: web.demo.localhost\r\nx: a\rb\r\n"),
                get("host: web.demo.localhost\r\nx\u0000: a\r\n"),
                get("host: web.demo.localhost\r\nno colon\r\n"),
                get("host: web.demo.localhost\r\n: empty\r\n"),
                get("host: web.demo.localhost\r\nx: " + long1 + "\r\n"),
                get("host: web.demo.localhost\r\n" + "a: b\r\n".repeat(8000)),
                "GET /g HTTP/1.1\nhost: web.demo.localhost\n\n" + SMUGGLED,
                "GET  /g HTTP/1.1\r\nhost: web.demo.localhost\r\n\r\n" + SMUGGLED,
                "GET /g\tHTTP/1.1\r\nhost: web.demo.localhost\r\n\r\n" + SMUGGLED,
                "GET /g HTTP/1.1 x\r\nhost: web.demo.localhost\r\n\r\n" + SMUGGLED,
                "GET /g HTTP/9.9\r\nhost: web.demo.localhost\r\n\r\n" + SMUGGLED,
                "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nhost: web.demo.localhost\r\n\r\n",
                "G\u0000T /g HTTP/1.1\r\nhost: web.demo.localhost\r\n\r\n" + SMUGGLED);
    }

    @ParameterizedTest
    @MethodSource({"twoLengths", "badChunks", "badHeads"})
    void is_refused_and_smuggles_nothing(String request) throws IOException {
        // When
        String answer = send(request);
        String after = front.get("/after");
        // Then
        if (!answer.isEmpty() && !answer.startsWith("\n[")) {
            assertThat(answer).matches("(?s)HTTP/[19]\\.[019] (4|501).*");
            assertThat(answer.split("HTTP/[19]\\.[019] [45]", -1)).as(answer).hasSize(2);
        }
        assertThat(after).startsWith("HTTP/1.1 200");
        assertThat(origin.asked()).noneMatch(a -> a.line().contains("smuggled"));
        assertThat(origin.asked()).noneMatch(a -> a.line().contains("/g"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "web.demo.localhost:80",
                "http://other.demo.localhost/x",
                "http://web.demo.localhost@other/x",
                "ftp://web.demo.localhost/x",
                "http:///x",
                "x",
                "/../x",
                "/a/../x",
                "/a/./x",
                "/%2e%2e/x",
                "/.%2e/x",
                "/%2E%2E%2fx",
                "/a/..%2fx",
                "/a/..%5cx",
                "/a/%252e%252e/x",
                "/a/..;/x",
                "/a/..;b=c/x",
                "/a/..%3b/x",
                "/a\\..\\x",
                "/a%00b",
                "/a%0d%0ax",
                "/a%zz",
                "/a%2",
                "/a#b",
                "/a\u00e9",
                "/a?b#c",
                "/..",
                "/fn/demo/web/../../x"
            })
    void a_target_that_is_not_clear_is_refused(String target) throws IOException {
        // When
        String answer = send("GET " + target + " HTTP/1.1\r\nhost: web.demo.localhost\r\n\r\n");
        // Then
        assertThat(answer).startsWith("HTTP/1.1 400");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//a///b|/a/b",
                "/%61%7Eb|/a~b",
                "/a%2fb|/a%2Fb",
                "/a;b=c/d|/a;b=c/d",
                "/a%3Bb|/a%3Bb",
                "/a.b/..c/d..|/a.b/..c/d..",
                "/a//b?c=//d&%61|/a/b?c=//d&%61",
                "http://web.demo.localhost/x|/x",
                "HTTP://WEB.demo.localhost?x|/?x",
                "/a%20b|/a%20b",
                "/[x]|/[x]"
            })
    void a_target_is_passed_on_in_the_form_by_which_it_is_routed(String both) throws IOException {
        // Given
        String target = both.substring(0, both.lastIndexOf('|'));
        String passed = both.substring(both.lastIndexOf('|') + 1);
        // When
        String answer =
                send(
                        "GET "
                                + target
                                + " HTTP/1.1\r\nhost: web.demo.localhost\r\n"
                                + "connection: close\r\n\r\n");
        // Then
        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(origin.last().line()).isEqualTo("GET " + passed + " HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WEB.Demo.LocalHost|web.demo.localhost",
                "web.demo.localhost.|web.demo.localhost",
                "web.demo.localhost:8080|web.demo.localhost:8080",
                "web.demo.localhost.:80|web.demo.localhost:80"
            })
    void a_host_has_one_form(String both) throws IOException {
        // Given
        String host = both.substring(0, both.lastIndexOf('|'));
        // When
        String answer = send("GET /h HTTP/1.1\r\nhost: " + host + "\r\nconnection: close\r\n\r\n");
        // Then
        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(origin.last().field("host")).contains(both.substring(both.indexOf('|') + 1));
    }
}
