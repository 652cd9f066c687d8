package dev.fairlead.dataplane.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.inflight.Ending;
import dev.fairlead.dataplane.telemetry.Forwarded;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/// What is not over at once: event streams, large bodies, WebSockets.
@Timeout(120)
class StreamingTest {
    /// All that may lie between two ends that do not read: buffers of sockets, of which the kernel
    /// has up to 6 MiB on either side, and a few hundred KiB of ours.
    private static final long MOST_ON_THE_WAY = 20 << 20;

    private static final Front front = new Front();

    private final Origin origin = new Origin();

    @BeforeEach
    void begin() {
        front.forwarded.clear();
        front.live(1, origin);
    }

    @AfterEach
    void end() {
        origin.close();
    }

    @AfterAll
    static void close() {
        front.close();
    }

    private static Socket ask(String path) throws IOException {
        Socket client = front.connect();
        Front.send(client, "GET " + path + " HTTP/1.1\nhost: " + Front.HOST + "\n\n");
        return client;
    }

    private static String until(InputStream in, String end) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int c = in.read();
            assertThat(c).as("before '%s' came: %s", end, text).isNotNegative();
            text.append((char) c);
        }
        return text.toString();
    }

    @Test
    void an_event_is_at_the_client_before_the_next_is_made() throws Exception {
        // Given
        var seen = new CountDownLatch(1);
        origin.on(
                "/events",
                talk -> {
                    talk.say(
                            """
                            HTTP/1.1 200 OK
                            content-type: text/event-stream
                            transfer-encoding: chunked

                            """);
                    talk.say("d\ndata: one\n\n\n");
                    try {
                        seen.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    talk.say("d\ndata: two\n\n\n0\n\n");
                });
        // When
        try (Socket client = ask("/events")) {
            String first = until(client.getInputStream(), "data: one");
            seen.countDown();
            String second = until(client.getInputStream(), "data: two");
            // Then
            assertThat(first).contains("content-type: text/event-stream");
            assertThat(second).isNotEmpty();
        }
    }

    @Test
    void a_head_is_at_the_client_before_the_first_byte_of_the_body() throws Exception {
        // Given
        var seen = new CountDownLatch(1);
        origin.on(
                "/head-first",
                talk -> {
                    talk.say("HTTP/1.1 200 OK\ncontent-length: 2\n\n");
                    try {
                        seen.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    talk.say("ok");
                });
        // When
        try (Socket client = ask("/head-first")) {
            String head = until(client.getInputStream(), "\r\n\r\n");
            seen.countDown();
            String body = until(client.getInputStream(), "ok");
            // Then
            assertThat(head).contains("200 OK");
            assertThat(body).isEqualTo("ok");
        }
    }

    @Test
    void the_first_byte_of_a_body_is_at_the_upstream_before_the_next_is_sent() throws Exception {
        // Given
        var got = new CompletableFuture<String>();
        origin.on(
                "/in",
                talk -> {
                    Origin.line(talk.in());
                    got.complete(Origin.line(talk.in()));
                    talk.say("HTTP/1.1 200 OK\ncontent-length: 0\nconnection: close\n\n");
                });
        // When
        try (Socket client = front.connect()) {
            Front.send(
                    client,
                    "POST /in HTTP/1.1\nhost: "
                            + Front.HOST
                            + "\ntransfer-encoding: chunked\n\n5\nfirst\n");
            // Then
            assertThat(got.get()).isEqualTo("first");
        }
    }

    @Test
    void a_client_that_goes_away_is_known_to_the_upstream_at_once() throws Exception {
        // Given
        var gone = new CompletableFuture<Integer>();
        origin.on(
                "/endless",
                talk -> {
                    talk.say("HTTP/1.1 200 OK\ntransfer-encoding: chunked\n\n3\none\n");
                    try {
                        gone.complete(talk.in().read());
                    } catch (IOException e) {
                        gone.complete(-1);
                    }
                });
        // When
        try (Socket client = ask("/endless")) {
            until(client.getInputStream(), "one");
        }
        // Then
        assertThat(gone.get()).isEqualTo(-1);
        assertThat(front.told(one -> one.ending() == Ending.CLIENT_GONE).socket()).isFalse();
    }

    @Test
    void an_answer_that_nobody_reads_is_not_gathered() throws Exception {
        // Given
        var written = new AtomicLong();
        var block = new byte[64 << 10];
        origin.on(
                "/huge",
                talk -> {
                    talk.say("HTTP/1.1 200 OK\ncontent-length: 1073741824\n\n");
                    for (long n = 0; n < 1 << 30; n += block.length) {
                        talk.out().write(block);
                        written.addAndGet(block.length);
                    }
                });
        // When
        try (Socket client = ask("/huge")) {
            until(client.getInputStream(), "\r\n\r\n");
            long still = stillness(written);
            long rest = client.getInputStream().readNBytes(1 << 20).length;
            // Then
            assertThat(still).isLessThan(MOST_ON_THE_WAY);
            assertThat(rest).isEqualTo(1 << 20);
        }
    }

    @Test
    void a_body_that_the_upstream_does_not_read_is_not_gathered() throws Exception {
        // Given
        var reads = new CountDownLatch(1);
        origin.on(
                "/slow",
                talk -> {
                    try {
                        reads.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        var written = new AtomicLong();
        // When
        try (Socket client = front.connect()) {
            Front.send(
                    client,
                    "POST /slow HTTP/1.1\nhost: "
                            + Front.HOST
                            + "\ncontent-length: 1073741824\n\n");
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            var block = new byte[64 << 10];
                            for (long n = 0; n < 1 << 30; n += block.length) {
                                client.getOutputStream().write(block);
                                written.addAndGet(block.length);
                            }
                        } catch (IOException e) {
                            // The test is over.
                        }
                    });
            // Then
            assertThat(stillness(written)).isLessThan(MOST_ON_THE_WAY);
        } finally {
            reads.countDown();
        }
    }

    /// The number when it has not moved for a while.
    private static long stillness(AtomicLong number) {
        var last = new AtomicLong(-1);
        var since = new AtomicLong(System.nanoTime());
        Awaits.until(
                "it stands still",
                () -> {
                    long now = number.get();
                    if (now != last.getAndSet(now) || now == 0) {
                        since.set(System.nanoTime());
                    }
                    return System.nanoTime() - since.get() > 500_000_000;
                });
        return last.get();
    }

    private static Socket webSocket(String more) throws IOException {
        Socket client = front.connect();
        Front.send(
                client,
                "GET /ws HTTP/1.1\nhost: "
                        + Front.HOST
                        + "\nconnection: keep-alive, Upgrade\nupgrade: websocket\n"
                        + "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\nsec-websocket-version: 13\n"
                        + more
                        + "\n");
        return client;
    }

    private void echoing() {
        origin.on("/ws", Sockets::echo);
    }

    @Test
    void a_web_socket_is_passed_on_as_it_is() throws Exception {
        // Given
        echoing();
        var large = new byte[3 << 20];
        new Random(7).nextBytes(large);
        // When
        try (Socket client =
                webSocket(
                        """
                        sec-websocket-protocol: chat, superchat
                        sec-websocket-extensions: permessage-deflate
                        """)) {
            InputStream in = client.getInputStream();
            String head = until(in, "\r\n\r\n");
            client.getOutputStream().write(Sockets.frame(9, new byte[] {1, 2, 3, 4}));
            byte[] ping = in.readNBytes(2 + 4);
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            client.getOutputStream().write(Sockets.frame(2, large));
                        } catch (IOException e) {
                            // Seen by whoever reads.
                        }
                    });
            in.readNBytes(10);
            byte[] back = in.readNBytes(large.length);
            // Then
            assertThat(head).startsWith("HTTP/1.1 101").contains("upgrade: websocket");
            assertThat(head).contains("sec-websocket-protocol: chat");
            assertThat(head).contains("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            assertThat(head).doesNotContain("sec-websocket-extensions");
            assertThat(ping[0]).isEqualTo((byte) 0x89);
            assertThat(Arrays.equals(back, large)).isTrue();
            assertThat(origin.last().field("sec-websocket-extensions"))
                    .contains("permessage-deflate");
            assertThat(front.router.inFlight().of(Front.SERVICE, 1).sockets()).isEqualTo(1);
        }
        assertThat(front.told(Forwarded::socket).version()).isEqualTo(1);
        assertThat(front.router.inFlight().of(Front.SERVICE, 1).sockets()).isZero();
    }

    @Test
    void an_upgrade_that_is_refused_is_an_answer_like_any_other() throws Exception {
        // Given
        origin.on("/ws", talk -> talk.say("HTTP/1.1 403 No\ncontent-length: 2\n\nno"));
        // When
        try (Socket client = webSocket("")) {
            String answer = until(client.getInputStream(), "\r\n\r\n");
            // Then
            assertThat(answer).startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void an_open_socket_takes_a_place_of_its_service() throws Exception {
        // Given
        echoing();
        var usual = front.limits();
        front.limits(
                new dev.fairlead.model.functions.Limits(
                        usual.timeout(),
                        usual.memoryBytes(),
                        1,
                        0,
                        usual.queueTimeout(),
                        usual.maxRequestBytes(),
                        usual.maxResponseBytes()));
        front.live(1, origin);
        try (Socket client = webSocket("")) {
            until(client.getInputStream(), "\r\n\r\n");
            // When
            String refused = front.get("/");
            // Then
            assertThat(refused).startsWith("HTTP/1.1 503").contains("at-capacity");
        } finally {
            front.limits(usual);
        }
        Awaits.until(
                "the place is free again",
                () -> front.router.find(Front.SERVICE).orElseThrow().admission().running() == 0);
    }
}
