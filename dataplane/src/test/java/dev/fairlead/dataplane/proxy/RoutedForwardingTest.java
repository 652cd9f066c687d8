package dev.fairlead.dataplane.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;

import dev.fairlead.dataplane.rules.HeaderChanges;
import dev.fairlead.dataplane.rules.Steps;
import dev.fairlead.model.access.PasswordUsers;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;

/// Steps of routes on what is forwarded.
@Timeout(60)
class RoutedForwardingTest {
    private static final Front front = new Front();

    private final Origin origin = new Origin();

    @AfterEach
    void end() {
        origin.close();
    }

    @AfterAll
    static void close() {
        front.close();
    }

    private static Steps steps(HeaderChanges request, HeaderChanges answer) {
        return new Steps(
                new Steps.Networks(List.of(), List.of()),
                Optional.empty(),
                PasswordUsers.NONE,
                request,
                answer,
                true);
    }

    private static String head(InputStream in) throws IOException {
        var text = new StringBuilder();
        while (!text.toString().endsWith("\r\n\r\n")) {
            text.append((char) in.read());
        }
        return text.toString();
    }

    private static byte[] chunk(InputStream in) throws IOException {
        var size = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            size.append((char) c);
        }
        byte[] bytes = in.readNBytes(Integer.parseInt(size.toString().strip(), 16));
        in.readNBytes(2);
        return bytes;
    }

    @Test
    void a_stream_is_compressed_and_no_piece_of_it_waits() throws IOException {
        // Given
        var seen = new CountDownLatch(1);
        origin.on(
                "/stream",
                talk -> {
                    talk.say(
                            """
                            HTTP/1.1 200 OK
                            content-type: text/plain
                            etag: "1"
                            content-length: 8

                            """);
                    talk.say("one,");
                    try {
                        seen.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    talk.say("two.");
                });
        front.live(1, origin).by(steps(HeaderChanges.NONE, HeaderChanges.NONE));
        try (Socket client = front.connect()) {
            // When
            Front.send(
                    client,
                    "GET /stream HTTP/1.1\nhost: " + Front.DOMAIN + "\naccept-encoding: zstd\n\n");
            InputStream in = client.getInputStream();
            String head = head(in);
            byte[] first = chunk(in);
            seen.countDown();
            byte[] all = concat(first, chunk(in), chunk(in));
            // Then
            assertThat(head)
                    .contains("content-encoding: zstd", "etag: W/\"1\"", "vary: accept-encoding")
                    .doesNotContain("content-length");
            var early = new ZstdInputStream(new ByteArrayInputStream(first)).setContinuous(true);
            assertThat(new String(early.readNBytes(4), StandardCharsets.UTF_8)).isEqualTo("one,");
            assertThat(
                            new ZstdInputStream(new ByteArrayInputStream(all))
                                    .setContinuous(true)
                                    .readNBytes(8))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("one,two.");
        }
    }

    private static byte[] concat(byte[]... parts) {
        int size = 0;
        for (byte[] part : parts) {
            size += part.length;
        }
        var all = new byte[size];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    @Test
    void headers_change_on_their_way_and_what_is_whole_stays_whole() throws IOException {
        // Given
        var asked = new AtomicReference<List<String>>(List.of());
        origin.on(
                "/page",
                talk -> {
                    asked.set(talk.fields());
                    talk.say(
                            """
                            HTTP/1.1 200 OK
                            content-type: text/html
                            server: origin/1.0
                            content-length: 5

                            hello\
                            """);
                });
        front.live(1, origin)
                .by(
                        steps(
                                new HeaderChanges(Map.of("x-from", "route"), Set.of("cookie")),
                                new HeaderChanges(Map.of("x-frame", "deny"), Set.of("server"))));
        // When
        String answer =
                front.raw(
                        "GET /page HTTP/1.1\nhost: "
                                + Front.DOMAIN
                                + "\ncookie: a=b\naccept-encoding: gzip\nconnection: close\n\n");
        // Then
        assertThat(answer)
                .contains("x-frame: deny", "content-encoding: gzip")
                .doesNotContain("origin/1.0");
        byte[] body =
                answer.substring(answer.indexOf("\r\n\r\n") + 4)
                        .getBytes(StandardCharsets.ISO_8859_1);
        try (var plain = new GZIPInputStream(new ByteArrayInputStream(unchunked(body)))) {
            assertThat(plain.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("hello");
        }
        assertThat(asked.get())
                .contains("x-from: route")
                .noneMatch(field -> field.startsWith("cookie"));
    }

    private static byte[] unchunked(byte[] body) throws IOException {
        var in = new ByteArrayInputStream(body);
        byte[] all = new byte[0];
        for (byte[] part = chunk(in); part.length > 0; part = chunk(in)) {
            all = concat(all, part);
        }
        return all;
    }
}
