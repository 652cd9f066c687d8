package dev.fairlead.dataplane.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Clients of HTTP/2 that make work without end: their connection ends, others are served.
@Timeout(60)
class HostileTwoTest {
    private static final Front front = new Front();
    private static final Origin origin = new Origin();
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @BeforeEach
    void begin() {
        front.live(1, origin);
    }

    @AfterAll
    static void close() {
        front.close();
        origin.close();
    }

    private interface Frames {
        void write(ByteArrayOutputStream to, int round);
    }

    private static void frame(
            ByteArrayOutputStream to, int type, int flags, int stream, byte... payload) {
        to.write(payload.length >> 16);
        to.write(payload.length >> 8);
        to.write(payload.length);
        to.write(type);
        to.write(flags);
        to.write(stream >> 24);
        to.write(stream >> 16);
        to.write(stream >> 8);
        to.write(stream);
        to.writeBytes(payload);
    }

    /// `GET http /` of the service, by indices of HPACK's table but for the authority.
    private static byte[] head() {
        var block = new ByteArrayOutputStream();
        block.writeBytes(new byte[] {(byte) 0x82, (byte) 0x86, (byte) 0x84, 0x41});
        block.write(Front.HOST.length());
        block.writeBytes(Front.HOST.getBytes(StandardCharsets.US_ASCII));
        return block.toByteArray();
    }

    /// Whether the server closes the connection by itself. What was written may still be on its way
    /// when the last round is.
    private static boolean ends(int most, Frames frames) throws Exception {
        try (Socket client = front.connect()) {
            var begin = new ByteArrayOutputStream();
            begin.writeBytes(
                    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            frame(begin, SETTINGS, 0, 0);
            client.getOutputStream().write(begin.toByteArray());
            Thread reader = Thread.ofVirtual().start(() -> Front.rest(readable(client)));
            for (int round = 0; round < most; round++) {
                var some = new ByteArrayOutputStream();
                frames.write(some, round);
                try {
                    client.getOutputStream().write(some.toByteArray());
                } catch (IOException e) {
                    return true;
                }
            }
            return reader.join(PATIENCE);
        }
    }

    private static java.io.InputStream readable(Socket client) {
        try {
            return client.getInputStream();
        } catch (IOException e) {
            return java.io.InputStream.nullInputStream();
        }
    }

    private static void endsEarly(Frames frames) throws Exception {
        // When
        boolean ended = ends(200_000, frames);
        String other = front.get("/other");
        // Then
        assertThat(ended).isTrue();
        assertThat(other).startsWith("HTTP/1.1 200");
        Awaits.until(
                "nothing is under way",
                () -> front.router.inFlight().of(Front.SERVICE, 1).open() == 0);
    }

    @Test
    void a_connection_that_resets_what_it_asks_again_and_again_ends() throws Exception {
        byte[] head = head();
        endsEarly((to, round) -> {
            int stream = 2 * round + 1;
            frame(to, HEADERS, END_HEADERS | END_STREAM, stream, head);
            frame(to, RESET, 0, stream, (byte) 0, (byte) 0, (byte) 0, (byte) 8);
        });
    }

    @Test
    void a_head_that_never_ends_ends_its_connection() throws Exception {
        byte[] head = head();
        endsEarly((to, round) -> {
            if (round == 0) {
                frame(to, HEADERS, END_STREAM, 1, head);
            } else {
                frame(to, CONTINUATION, 0, 1);
            }
        });
    }

    @Test
    void a_head_that_unpacks_to_more_than_it_may_ends_or_is_refused() throws Exception {
        var bomb = new ByteArrayOutputStream();
        bomb.writeBytes(head());
        // A field of 4000 bytes into the table, then its index again and again.
        bomb.write(0x40);
        bomb.write(1);
        bomb.write('x');
        bomb.writeBytes(new byte[] {0x7f, (byte) 0xa1, 0x1e});
        bomb.writeBytes("y".repeat(4000).getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 12_000; i++) {
            bomb.write(0xbe);
        }
        byte[] block = bomb.toByteArray();
        int asked = origin.asked().size();
        // When
        ends(10, (to, round) -> frame(to, HEADERS, END_HEADERS | END_STREAM, 2 * round + 1, block));
        String other = front.get("/other");
        // Then
        assertThat(other).startsWith("HTTP/1.1 200");
        assertThat(origin.asked()).hasSize(asked + 1);
    }

    @Test
    void pings_and_settings_without_end_end_their_connection() throws Exception {
        endsEarly((to, _) -> frame(to, PING, 0, 0, new byte[8]));
        endsEarly((to, _) -> frame(to, SETTINGS, 0, 0));
    }

    @Test
    void empty_data_without_end_ends_its_connection() throws Exception {
        byte[] head = head();
        head[0] = (byte) 0x83;
        endsEarly((to, round) -> {
            if (round == 0) {
                frame(to, HEADERS, END_HEADERS, 1, head);
            } else {
                frame(to, DATA, 0, 1);
            }
        });
    }
}
