package dev.fairlead.dataplane.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.inflight.Drain;
import dev.fairlead.dataplane.inflight.Ending;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.dataplane.sockets.SocketLimits;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Abi;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.stream.Stream;

/// Sockets of functions, byte by byte: what is well-formed is answered, what is not ends them.
@Timeout(120)
class GuestSocketsTest {
    private static final SocketLimits LIMITS =
            new SocketLimits(
                    64 << 10, 8, 50, 1024, 4, Duration.ofSeconds(2), Duration.ofSeconds(30));
    private static final SocketGuest GUEST = new SocketGuest();
    private static final Front FRONT = new Front(GUEST, settings -> settings.bearing(LIMITS));
    private static final String HANDSHAKE =
            """
            connection: keep-alive, Upgrade
            upgrade: websocket
            sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==
            sec-websocket-version: 13
            """;

    private int version = 1;

    @BeforeEach
    void begin() {
        GUEST.reset();
        live(version);
    }

    private static void live(int version) {
        FRONT.live(version, GUEST.spec(version, Abi.SCRIPT, FRONT.limits()));
    }

    @AfterAll
    static void close() {
        FRONT.close();
    }

    /// A client's end of a socket.
    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final DataInputStream in;

        Client(String path, String more) throws IOException {
            socket = FRONT.connect();
            in = new DataInputStream(socket.getInputStream());
            Front.send(
                    socket, "GET " + path + " HTTP/1.1\nhost: " + Front.HOST + "\n" + more + "\n");
        }

        static Client open(String path) throws IOException {
            var client = new Client(path, HANDSHAKE);
            assertThat(client.head()).startsWith("HTTP/1.1 101");
            return client;
        }

        String head() throws IOException {
            return Origin.line(in)
                    + "\n"
                    + String.join("\n", Origin.fields(in)).toLowerCase(Locale.ROOT);
        }

        Client send(byte[]... frames) throws IOException {
            for (byte[] frame : frames) {
                socket.getOutputStream().write(frame);
            }
            return this;
        }

        Client say(String text) throws IOException {
            return send(Sockets.frame(1, text.getBytes(StandardCharsets.UTF_8)));
        }

        /// The next frame: its opcode and what is in it, or `end`. Pings are answered.
        String next() throws IOException {
            while (true) {
                int first = in.read();
                if (first < 0) {
                    return "end";
                }
                byte[] data = Sockets.payload(in);
                switch (first & 15) {
                    case 9 -> send(Sockets.frame(10, data));
                    case 8 -> {
                        int code = (data[0] & 255) << 8 | (data[1] & 255);
                        return "close "
                                + code
                                + " "
                                + new String(data, 2, data.length - 2, StandardCharsets.UTF_8);
                    }
                    default -> {
                        return (first & 15) + " " + new String(data, StandardCharsets.UTF_8);
                    }
                }
            }
        }

        InputStream in() {
            return in;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void a_function_opens_a_socket_hears_messages_and_keeps_its_state() throws Exception {
        // Given
        String asked =
                HANDSHAKE
                        + """
                        sec-websocket-protocol: chat, other
                        sec-websocket-extensions: permessage-deflate
                        """;
        try (var client = new Client("/count?room=1", asked)) {
            // When
            String head = client.head();
            client.say("one");
            client.send(Sockets.frame(2, new byte[] {'t', 'w', 'o'}));
            // Then
            assertThat(head)
                    .startsWith("HTTP/1.1 101")
                    .contains("sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=")
                    .contains("sec-websocket-protocol: chat")
                    .contains("x-request-id: ")
                    .doesNotContain("sec-websocket-extensions");
            assertThat(client.next()).isEqualTo("1 welcome");
            assertThat(client.next()).isEqualTo("1 text 1 one");
            assertThat(client.next()).isEqualTo("1 binary 2 two");
            client.send(Sockets.frame(8, new byte[] {0x03, (byte) 0xe8, 'b', 'y', 'e'}));
            assertThat(client.next()).isEqualTo("close 1000 bye");
            assertThat(client.next()).isEqualTo("end");
        }
        Awaits.until("the close is told", () -> GUEST.closed().contains("1000 bye 2"));
        assertThat(GUEST.asked().getFirst().query()).isEqualTo("room=1");
    }

    @Test
    void what_clients_say_in_our_name_is_not_heard() throws Exception {
        // When
        String forged =
                FRONT.raw(
                        "POST /count HTTP/1.1\nhost: "
                                + Front.HOST
                                + "\nx-fairlead-socket: text\nx-fairlead-socket-state: 99\n"
                                + "connection: close\ncontent-length: 2\n\nhi");
        // Then
        assertThat(forged).startsWith("HTTP/1.1 200").contains("plain");
        assertThat(GUEST.asked().getLast().headers())
                .extracting(Header::name)
                .noneMatch(name -> name.startsWith("x-fairlead-socket"));
    }

    @Test
    void a_function_that_refuses_answers_as_any_other() throws Exception {
        try (var client = new Client("/refuse", HANDSHAKE)) {
            assertThat(client.head()).startsWith("HTTP/1.1 403");
        }
    }

    @ParameterizedTest
    @MethodSource("odd_handshakes")
    void what_is_no_handshake_is_a_request_as_others(String head) throws Exception {
        try (var client = new Client("/count", head)) {
            assertThat(client.head()).startsWith("HTTP/1.1 200");
        }
    }

    static Stream<String> odd_handshakes() {
        return Stream.of(
                HANDSHAKE.replace("13", "8"),
                HANDSHAKE.replace("dGhlIHNhbXBsZSBub25jZQ==", "c2hvcnQ="),
                HANDSHAKE.replace("dGhlIHNhbXBsZSBub25jZQ==", "%%%"),
                HANDSHAKE + "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\n",
                HANDSHAKE.replace("Upgrade\n", "close\n"),
                HANDSHAKE.replace("upgrade: websocket", "upgrade: other"));
    }

    @Test
    void a_protocol_that_nobody_offered_opens_nothing() throws Exception {
        try (var client = new Client("/protocol", HANDSHAKE)) {
            assertThat(client.head()).startsWith("HTTP/1.1 502");
        }
    }

    private static byte[] bytes(int... all) {
        var out = new ByteArrayOutputStream();
        for (int one : all) {
            out.write(one);
        }
        return out.toByteArray();
    }

    private static byte[] piece(int first) {
        return bytes(first, 0x81, 1, 2, 3, 4, 'x' ^ 1);
    }

    private static byte[] many(byte[] first, byte[] then, int count) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(first);
        for (int i = 0; i < count; i++) {
            out.writeBytes(then);
        }
        return out.toByteArray();
    }

    static Stream<Arguments> bad() throws IOException {
        byte[] big = new byte[LIMITS.messageBytes() + 1];
        return Stream.of(
                Arguments.of("not masked", bytes(0x81, 2, 'h', 'i'), 1002),
                Arguments.of("reserved bit", bytes(0xc1, 0x80, 1, 2, 3, 4), 1002),
                Arguments.of("unknown opcode", bytes(0x83, 0x80, 1, 2, 3, 4), 1002),
                Arguments.of("unknown control", bytes(0x8b, 0x80, 1, 2, 3, 4), 1002),
                Arguments.of("ping in pieces", bytes(0x09, 0x80, 1, 2, 3, 4), 1002),
                Arguments.of("ping of 126", Sockets.frame(9, new byte[126]), 1002),
                Arguments.of("goes on without a beginning", piece(0x80), 1002),
                Arguments.of("begins within another", many(piece(0x01), piece(0x01), 1), 1002),
                Arguments.of("length not minimal", bytes(0x81, 0xfe, 0, 5, 1, 2, 3, 4), 1002),
                Arguments.of(
                        "length of 2^63",
                        bytes(0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4),
                        1002),
                Arguments.of(
                        "length of 2^62",
                        bytes(0x82, 0xff, 0x40, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4),
                        1009),
                Arguments.of("too large", Sockets.frame(2, big), 1009),
                Arguments.of("text that is no UTF-8", Sockets.frame(1, bytes(0xc3, 0x28)), 1007),
                Arguments.of(
                        "text with a surrogate", Sockets.frame(1, bytes(0xed, 0xa0, 0x80)), 1007),
                Arguments.of("close of one byte", Sockets.frame(8, bytes(3)), 1002),
                Arguments.of("close with 1005", Sockets.frame(8, bytes(3, 0xed)), 1002),
                Arguments.of("close with 999", Sockets.frame(8, bytes(3, 0xe7)), 1002),
                Arguments.of("reason no UTF-8", Sockets.frame(8, bytes(3, 0xe8, 0xff)), 1007),
                Arguments.of("flood of pieces", many(piece(0x01), piece(0x00), 20), 1008),
                Arguments.of(
                        "empty pieces", many(piece(0x01), bytes(0, 0x80, 0, 0, 0, 0), 99), 1008),
                Arguments.of("flood of pings", many(piece(0x89), piece(0x89), 1000), 1008),
                Arguments.of("flood of messages", many(piece(0x81), piece(0x81), 1000), 1008));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void what_is_not_in_order_ends_the_socket_and_nothing_else(String name, byte[] sent, int code)
            throws Exception {
        // Given
        try (var client = Client.open("/quiet");
                var other = Client.open("/count")) {
            // When
            client.send(sent);
            String said = client.next();
            while (said.startsWith("10 ")) {
                said = client.next();
            }
            // Then
            assertThat(said).as(name).startsWith("close " + code + " ");
            other.say("still here");
            assertThat(other.next()).isEqualTo("1 welcome");
            assertThat(other.next()).isEqualTo("1 text 1 still here");
        }
        Awaits.until("both are closed", () -> GUEST.closed().size() == 2);
    }

    @Test
    void pieces_of_a_message_are_one_and_pings_are_answered_between() throws Exception {
        try (var client = Client.open("/count")) {
            assertThat(client.next()).isEqualTo("1 welcome");
            // When
            client.send(piece(0x01), Sockets.frame(9, bytes('p')), piece(0x00), piece(0x80));
            // Then
            assertThat(client.next()).isEqualTo("10 p");
            assertThat(client.next()).isEqualTo("1 text 1 xxx");
        }
    }

    @Test
    void bytes_that_come_one_by_one_are_the_same() throws Exception {
        try (var client = Client.open("/count")) {
            assertThat(client.next()).isEqualTo("1 welcome");
            for (byte one :
                    Sockets.frame(1, "slowly".repeat(30).getBytes(StandardCharsets.UTF_8))) {
                client.send(new byte[] {one});
            }
            assertThat(client.next()).isEqualTo("1 text 1 " + "slowly".repeat(30));
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void a_function_that_fails_closes_its_socket_alone(String said) throws Exception {
        try (var client = Client.open("/count")) {
            assertThat(client.next()).isEqualTo("1 welcome");
            client.say(said);
            assertThat(client.next()).isEqualTo("close 1011 the function failed");
            assertThat(client.next()).isEqualTo("end");
        }
    }

    static Stream<String> faults() {
        return Stream.of("throw", "other type", "broken events", "large state", "status 500");
    }

    @Test
    void a_function_at_its_limit_asks_to_come_again() throws Exception {
        try (var client = Client.open("/count")) {
            assertThat(client.next()).isEqualTo("1 welcome");
            GUEST.failWith(ErrorCode.AT_CAPACITY);
            client.say("fail");
            assertThat(client.next()).isEqualTo("close 1013 the function is at its limit");
        }
    }

    @Test
    void a_function_closes_with_a_code_of_its_own() throws Exception {
        try (var client = Client.open("/count")) {
            assertThat(client.next()).isEqualTo("1 welcome");
            client.say("close");
            assertThat(client.next()).isEqualTo("close 4001 enough");
        }
        Awaits.until("it is told", () -> GUEST.closed().contains("4001 enough"));
    }

    @Test
    void a_service_has_no_more_sockets_than_it_may() throws Exception {
        // Given
        var open = new ArrayList<Client>();
        for (int i = 0; i < LIMITS.perService(); i++) {
            open.add(Client.open("/count"));
        }
        try {
            // When
            try (var five = new Client("/count", HANDSHAKE)) {
                // Then
                assertThat(five.head()).startsWith("HTTP/1.1 503").contains("retry-after: 1");
            }
        } finally {
            for (Client one : open) {
                one.close();
            }
        }
        Awaits.until("all are gone", () -> GUEST.closed().size() == 4);
        try (var again = Client.open("/count")) {
            assertThat(again.next()).isEqualTo("1 welcome");
        }
    }

    @Test
    void whoever_says_nothing_is_asked_and_gone_after_a_while() throws Exception {
        // Given
        try (var client = Client.open("/quiet")) {
            // When
            int ping = client.in().read();
            byte[] empty = Sockets.payload(new DataInputStream(client.in()));
            String rest = Front.rest(client.in());
            // Then
            assertThat(ping).isEqualTo(0x89);
            assertThat(empty).isEmpty();
            assertThat(rest).doesNotContain("welcome");
        }
        Awaits.until("it is told", () -> GUEST.closed().contains("1006"));
    }

    @Test
    void a_socket_stays_with_its_version_and_is_told_when_its_time_is_over() throws Exception {
        // Given
        version = 70;
        live(version);
        try (var client = Client.open("/count")) {
            assertThat(client.next()).isEqualTo("1 welcome");
            Drain drain = FRONT.router.inFlight().of(Front.SERVICE, version).drain();
            // When
            live(71);
            client.say("old");
            assertThat(client.next()).isEqualTo("1 text 1 old");
            long sockets = drain.sockets();
            FRONT.router.inFlight().leave(Front.SERVICE, version, Duration.ZERO);
            // Then
            assertThat(client.next()).isEqualTo("close 1012 another version took over");
            client.send(Sockets.frame(8, bytes(3, 0xf4)));
            assertThat(client.next()).isEqualTo("end");
            assertThat(GUEST.versions()).containsOnly(70);
            assertThat(sockets).isEqualTo(1);
            assertThat(drain.await(Duration.ofSeconds(20))).isTrue();
            assertThat(drain.endings()).containsEntry(Ending.CUT, 1L);
        }
    }

    @Test
    void a_client_that_breaks_off_is_told_of_as_that() throws Exception {
        // Given
        version = 80;
        live(version);
        Drain drain;
        try (var client = Client.open("/count")) {
            assertThat(client.next()).isEqualTo("1 welcome");
            drain = FRONT.router.inFlight().of(Front.SERVICE, version).drain();
            // When
        }
        // Then
        assertThat(drain.await(Duration.ofSeconds(20))).isTrue();
        assertThat(drain.endings()).containsEntry(Ending.CLIENT_GONE, 1L);
        Awaits.until("it is told", () -> GUEST.closed().contains("1006"));
    }
}
