package dev.fairlead.dataplane.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.versions.UpstreamSpec;
import dev.fairlead.dataplane.versions.UpstreamSpec.Balance;
import dev.fairlead.dataplane.versions.UpstreamSpec.Check;
import dev.fairlead.dataplane.versions.UpstreamSpec.Health;
import dev.fairlead.dataplane.versions.UpstreamSpec.Place;
import dev.fairlead.dataplane.versions.UpstreamSpec.Scheme;
import dev.fairlead.dataplane.versions.UpstreamSpec.Target;
import dev.fairlead.dataplane.versions.UpstreamSpec.Timeouts;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/// Which of several targets is asked, and what happens when one is not well.
@Timeout(60)
class TargetsTest {
    private static final Front front = new Front();
    private static final Timeouts SHORT =
            new Timeouts(Duration.ofSeconds(2), Duration.ofMillis(300), Duration.ofSeconds(30));

    private final Origin one = new Origin();
    private final Origin two = new Origin();
    private int version = 100;

    @BeforeEach
    void begin() {
        front.forwarded.clear();
        version++;
    }

    @AfterEach
    void end() {
        one.close();
        two.close();
    }

    @AfterAll
    static void close() {
        front.close();
    }

    private static UpstreamSpec spec(Timeouts timeouts, Health health, List<Target> targets) {
        UpstreamSpec usual = UpstreamSpec.of(targets);
        return new UpstreamSpec(
                targets,
                usual.host(),
                usual.tls(),
                timeouts,
                1,
                health,
                Balance.LEAST_REQUESTS,
                usual.drain());
    }

    private Target at(Origin origin) {
        return Target.http("127.0.0.1", origin.port());
    }

    private static Target nobody() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Target.http("127.0.0.1", socket.getLocalPort());
        }
    }

    @Test
    void requests_go_to_whoever_is_least_busy() throws Exception {
        // Given
        var goOn = new CountDownLatch(1);
        one.on(
                "/wait",
                talk -> {
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    talk.say("HTTP/1.1 200 OK\ncontent-length: 0\n\n");
                });
        two.on("/wait", one.script("/wait"));
        front.live(version, one, two);
        // When
        var clients = new ArrayList<Socket>();
        for (int i = 0; i < 10; i++) {
            Socket client = front.connect();
            Front.send(client, "GET /wait HTTP/1.1\nhost: " + Front.HOST + "\n\n");
            clients.add(client);
            int sent = i + 1;
            Awaits.until("it arrived", () -> one.asked().size() + two.asked().size() == sent);
        }
        // Then
        assertThat(one.asked()).hasSize(5);
        assertThat(two.asked()).hasSize(5);
        goOn.countDown();
        for (Socket client : clients) {
            client.close();
        }
    }

    @Test
    void a_target_that_cannot_be_reached_costs_nobody_a_request() throws Exception {
        // Given
        front.live(version, spec(Timeouts.USUAL, Health.USUAL, List.of(nobody(), at(one))));
        // When
        var statuses = new ArrayList<String>();
        for (int i = 0; i < 10; i++) {
            statuses.add(front.get("/" + i).substring(9, 12));
        }
        // Then
        assertThat(statuses).hasSize(10).containsOnly("200");
    }

    @Test
    void where_nobody_can_be_reached_the_answer_says_so() throws Exception {
        // Given
        front.live(version, spec(Timeouts.USUAL, Health.USUAL, List.of(nobody())));
        // When
        String answer = front.get("/");
        // Then
        assertThat(answer).startsWith("HTTP/1.1 503").contains("\"upstream-unreachable\"");
        assertThat(answer).contains("application/problem+json", "retry-after: 1");
    }

    @Test
    void an_answer_that_does_not_come_is_a_504() throws Exception {
        // Given
        var goOn = new CountDownLatch(1);
        one.on(
                "/",
                _ -> {
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        front.live(version, spec(SHORT, Health.USUAL, List.of(at(one))));
        // When
        String answer = front.get("/");
        goOn.countDown();
        // Then
        assertThat(answer).startsWith("HTTP/1.1 504").contains("\"upstream-timeout\"");
    }

    @Test
    void only_what_may_be_done_twice_is_tried_again() throws Exception {
        // Given
        one.on("/", talk -> talk.socket().close());
        two.on("/", talk -> talk.socket().close());
        front.live(version, one, two);
        // When
        String get = front.get("/");
        int gets = one.asked().size() + two.asked().size();
        String post =
                front.raw(
                        "POST / HTTP/1.1\nhost: "
                                + Front.HOST
                                + "\nconnection: close\ncontent-length: 0\n\n");
        int posts = one.asked().size() + two.asked().size() - gets;
        // Then
        assertThat(get).startsWith("HTTP/1.1 502");
        assertThat(gets).isEqualTo(2);
        assertThat(post).startsWith("HTTP/1.1 502");
        assertThat(posts).isEqualTo(1);
    }

    @Test
    void whoever_answers_with_errors_is_left_out_for_a_while() throws Exception {
        // Given
        one.on("/", talk -> talk.say("HTTP/1.1 500 Oh\ncontent-length: 0\n\n"));
        two.on("/", talk -> talk.say("HTTP/1.1 200 OK\ncontent-length: 0\n\n"));
        var health = new Health(2, true, Duration.ofMinutes(5), Optional.empty());
        front.live(version, spec(Timeouts.USUAL, health, List.of(at(one), at(two))));
        // When
        for (int i = 0; i < 20; i++) {
            front.get("/");
        }
        // Then
        assertThat(one.asked()).hasSize(2);
        assertThat(two.asked()).hasSize(18);
    }

    @Test
    void whoever_fails_its_checks_is_asked_nothing_until_it_is_well() throws Exception {
        // Given
        var well = new AtomicBoolean();
        one.on(
                "/health",
                talk ->
                        talk.say(
                                "HTTP/1.1 "
                                        + (well.get() ? "200 OK" : "503 No")
                                        + "\ncontent-length: 0\n\n"));
        var check = new Check("/health", Duration.ofMillis(50), Duration.ofSeconds(1), 2, 2);
        var health = new Health(100, false, Duration.ofSeconds(1), Optional.of(check));
        front.live(version, spec(Timeouts.USUAL, health, List.of(at(one))));
        // When
        Awaits.until("it is out", () -> status().equals("503"));
        well.set(true);
        Awaits.until("it is back", () -> status().equals("200"));
        // Then
        assertThat(one.asked()).anyMatch(a -> a.line().startsWith("GET /health"));
    }

    private static String status() {
        try {
            return front.get("/x").substring(9, 12);
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void a_target_may_be_a_socket_in_the_file_system() throws Exception {
        // Given
        var file = java.nio.file.Files.createTempDirectory("unix").resolve("s");
        try (var server =
                java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            server.bind(java.net.UnixDomainSocketAddress.of(file));
            Thread.ofVirtual()
                    .start(() -> {
                        try (var channel = server.accept()) {
                            channel.read(java.nio.ByteBuffer.allocate(4096));
                            channel.write(
                                    java.nio.ByteBuffer.wrap(
                                            "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nlocal"
                                                    .getBytes(
                                                            java.nio.charset.StandardCharsets
                                                                    .US_ASCII)));
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    });
            var target = new Target(Scheme.HTTP, new Place.Unix(file.toString()));
            front.live(version, UpstreamSpec.of(List.of(target)));
            // When
            String answer = front.get("/");
            // Then
            assertThat(answer).endsWith("local");
        }
    }
}
