package dev.fairlead.dataplane.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.gateway.GatewaySettings;
import dev.fairlead.model.functions.Abi;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// Sockets that say nothing for longer than a connection may wait for its next request.
@Timeout(60)
class RestingSocketsTest {
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final SocketGuest GUEST = new SocketGuest();
    private static final Front FRONT = new Front(GUEST, RestingSocketsTest::impatient);

    @AfterAll
    static void close() {
        FRONT.close();
    }

    private static GatewaySettings impatient(GatewaySettings like) {
        return new GatewaySettings(
                like.host(),
                like.port(),
                like.apex(),
                like.eventLoops(),
                like.firstRequest(),
                like.bodySilence(),
                IDLE,
                like.maxConnections(),
                like.proxies(),
                like.reach(),
                like.sockets());
    }

    private static Socket open(String path) throws IOException {
        Socket client = FRONT.connect();
        Front.send(
                client,
                "GET "
                        + path
                        + " HTTP/1.1\nhost: "
                        + Front.HOST
                        + "\nconnection: upgrade\nupgrade: websocket\n"
                        + "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\n"
                        + "sec-websocket-version: 13\n\n");
        assertThat(Origin.line(client.getInputStream())).startsWith("HTTP/1.1 101");
        Origin.fields(client.getInputStream());
        return client;
    }

    /// A connection without a request is closed in the time that the socket rests.
    private static void rest() throws IOException {
        for (int i = 0; i < 2; i++) {
            try (Socket idle = FRONT.connect()) {
                Front.send(idle, "GET /healthz HTTP/1.1\nhost: localhost\n\n");
                assertThat(Front.rest(idle.getInputStream())).contains("ok");
            }
        }
    }

    @Test
    void of_a_proxy_live_on() throws Exception {
        try (Origin origin = new Origin()) {
            // Given
            origin.on("/ws", Sockets::echo);
            FRONT.live(1, origin);
            try (Socket client = open("/ws")) {
                // When
                rest();
                client.getOutputStream().write(Sockets.frame(1, new byte[] {'h', 'i'}));
                // Then
                InputStream in = client.getInputStream();
                assertThat(in.readNBytes(4)).containsExactly(0x81, 2, 'h', 'i');
            }
        }
    }

    @Test
    void and_streams_of_events_live_on() throws Exception {
        try (Origin origin = new Origin()) {
            // Given
            var goOn = new CountDownLatch(1);
            origin.on(
                    "/events",
                    talk -> {
                        talk.say("HTTP/1.1 200 OK\ntransfer-encoding: chunked\n\n3\none\n");
                        await(goOn);
                        talk.say("3\ntwo\n0\n\n");
                    });
            FRONT.live(3, origin);
            try (Socket client = FRONT.connect()) {
                Front.send(
                        client,
                        "GET /events HTTP/1.1\nhost: " + Front.HOST + "\nconnection: close\n\n");
                InputStream in = client.getInputStream();
                Origin.fields(in);
                assertThat(Origin.line(in)).isEqualTo("3");
                assertThat(Origin.line(in)).isEqualTo("one");
                // When
                rest();
                goOn.countDown();
                // Then
                assertThat(Front.rest(in)).isEqualTo("3\r\ntwo\r\n0\r\n\r\n");
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void of_a_function_live_on() throws Exception {
        // Given
        FRONT.live(2, GUEST.spec(2, Abi.SCRIPT, FRONT.limits()));
        try (Socket client = open("/count")) {
            assertThat(client.getInputStream().readNBytes(9)).endsWith('m', 'e');
            // When
            rest();
            client.getOutputStream().write(Sockets.frame(1, new byte[] {'h', 'i'}));
            // Then
            assertThat(client.getInputStream().readNBytes(4)).startsWith(0x81);
        }
    }
}
