package dev.fairlead.dataplane.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.inflight.Drain;
import dev.fairlead.dataplane.inflight.Ending;
import dev.fairlead.dataplane.versions.UpstreamSpec;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// What becomes of requests and sockets when their version leaves.
@Timeout(120)
class DrainTest {
    private static final Front front = new Front();

    private final Origin old = new Origin();
    private final Origin fresh = new Origin();
    private final CountDownLatch goOn = new CountDownLatch(1);

    @BeforeEach
    void begin() {
        front.forwarded.clear();
        old.on("/ws", Sockets::echo);
        old.on(
                "/wait",
                talk -> {
                    waitFor(goOn);
                    talk.say("HTTP/1.1 200 OK\ncontent-length: 3\n\nold");
                });
        old.on(
                "/stream",
                talk -> {
                    talk.say("HTTP/1.1 200 OK\ntransfer-encoding: chunked\n\n3\none\n");
                    waitFor(goOn);
                });
    }

    @AfterEach
    void end() {
        goOn.countDown();
        old.close();
        fresh.close();
    }

    @AfterAll
    static void close() {
        front.close();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static UpstreamSpec draining(Duration patience, Origin... origins) {
        UpstreamSpec like = Front.spec(origins);
        return new UpstreamSpec(
                like.targets(),
                like.host(),
                like.tls(),
                like.timeouts(),
                like.retries(),
                like.health(),
                like.balance(),
                patience);
    }

    private static Socket ask(String path, String more) throws IOException {
        Socket client = front.connect();
        Front.send(client, "GET " + path + " HTTP/1.1\nhost: " + Front.HOST + "\n" + more + "\n");
        return client;
    }

    private static Socket webSocket() throws IOException {
        Socket client =
                ask(
                        "/ws",
                        """
                        connection: upgrade
                        upgrade: websocket
                        sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==
                        sec-websocket-version: 13
                        """);
        Origin.fields(client.getInputStream());
        return client;
    }

    private static void open(int version, long count) {
        Awaits.until(
                count + " are open at version " + version,
                () -> front.router.inFlight().of(Front.SERVICE, version).open() == count);
    }

    @Test
    void a_request_ends_where_it_began_and_new_ones_go_to_the_new_version() throws Exception {
        // Given
        front.live(10, draining(Duration.ofMinutes(1), old));
        try (Socket client = ask("/wait", "")) {
            open(10, 1);
            // When
            Drain drain = front.router.inFlight().of(Front.SERVICE, 10).drain();
            front.live(11, fresh);
            String next = front.get("/next");
            long stillOpen = drain.open();
            goOn.countDown();
            String line = Origin.line(client.getInputStream());
            // Then
            assertThat(next).startsWith("HTTP/1.1 200");
            assertThat(fresh.asked()).hasSize(1);
            assertThat(stillOpen).isEqualTo(1);
            assertThat(line).isEqualTo("HTTP/1.1 200 OK");
            assertThat(drain.await(Duration.ofSeconds(20))).isTrue();
            assertThat(drain.atFirst()).isEqualTo(1);
            assertThat(drain.endings()).containsEntry(Ending.ANSWERED, 1L);
        }
    }

    @Test
    void a_socket_lives_on_and_is_closed_in_order_at_the_deadline() throws Exception {
        // Given
        front.live(20, draining(Duration.ofSeconds(2), old));
        var heard = Collections.synchronizedList(new ArrayList<Ending>());
        try (Socket client = webSocket()) {
            InputStream in = client.getInputStream();
            Drain drain = front.router.inFlight().of(Front.SERVICE, 20).drain();
            drain.onEnding((how, _) -> heard.add(how));
            // When
            front.live(21, fresh);
            client.getOutputStream().write(Sockets.frame(1, new byte[] {'h', 'i'}));
            byte[] echo = in.readNBytes(4);
            byte[] close = in.readNBytes(4);
            int end = in.read();
            // Then
            assertThat(echo).containsExactly(0x81, 2, 'h', 'i');
            assertThat(close).containsExactly(0x88, 2, 0x03, 0xe9);
            assertThat(end).isEqualTo(-1);
            assertThat(drain.await(Duration.ofSeconds(20))).isTrue();
            assertThat(drain.endings()).containsEntry(Ending.CUT, 1L);
            assertThat(heard).isEqualTo(List.of(Ending.CUT));
        }
    }

    @Test
    void a_stream_is_cut_at_the_deadline_and_does_not_look_whole() throws Exception {
        // Given
        front.live(30, draining(Duration.ofMillis(300), old));
        try (Socket client = ask("/stream", "")) {
            Origin.fields(client.getInputStream());
            Origin.line(client.getInputStream());
            // When
            front.live(31, fresh);
            String rest = Front.rest(client.getInputStream());
            // Then
            assertThat(rest).startsWith("one").doesNotContain("\n0\r\n");
            assertThat(front.told(one -> one.ending() == Ending.CUT).socket()).isFalse();
        }
    }

    @Test
    void nothing_is_cut_where_the_version_came_back_in_time() throws Exception {
        // Given
        front.live(40, draining(Duration.ofMillis(300), old));
        try (Socket client = webSocket()) {
            InputStream in = client.getInputStream();
            // When
            front.live(41, fresh);
            front.live(40, draining(Duration.ofMillis(300), old));
            var probe = System.nanoTime();
            Awaits.until("the deadline is over", () -> System.nanoTime() - probe > 700_000_000);
            client.getOutputStream().write(Sockets.frame(1, new byte[] {'h', 'i'}));
            byte[] echo = in.readNBytes(4);
            // Then
            assertThat(echo).containsExactly(0x81, 2, 'h', 'i');
        }
    }
}
