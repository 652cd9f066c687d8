package dev.fairlead.dataplane.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.cache.AnswerCache;
import dev.fairlead.dataplane.cache.CacheLimits;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/// A gateway that keeps the answers of an upstream, with a clock that is turned by hand.
abstract class CachedFixture {
    static final String KEPT = "HTTP/1.1 200 OK\ncache-control: max-age=60\n";

    @TempDir Path directory;
    final Turned clock = new Turned();
    final Origin origin = new Origin();
    final AtomicInteger calls = new AtomicInteger();
    Front front;
    AnswerCache cache;

    /// Stands still until it is turned.
    static final class Turned extends Clock {
        final AtomicReference<Instant> now =
                new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

        void by(long seconds) {
            now.updateAndGet(at -> at.plusSeconds(seconds));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    }

    @BeforeEach
    void begin() {
        cache = new AnswerCache(new CacheLimits(8 << 20, 8 << 20, directory), clock);
        cache.start();
        front = Front.keeping(cache);
        front.live(1, origin);
    }

    @AfterEach
    void end() {
        front.close();
        cache.close();
        origin.close();
    }

    /// The origin says these `fields` at `path`, and how often it was asked.
    void says(String path, String fields) {
        says(path, "200 OK", fields);
    }

    void says(String path, String status, String fields) {
        origin.on(
                path,
                talk -> {
                    String body = "answer " + calls.incrementAndGet();
                    talk.say(
                            "HTTP/1.1 "
                                    + status
                                    + "\n"
                                    + fields
                                    + "content-length: "
                                    + body.length()
                                    + "\n\n"
                                    + body);
                });
    }

    String get(String path, String... fields) throws IOException {
        return ask("GET", path, fields);
    }

    String ask(String method, String path, String... fields) throws IOException {
        String more = Stream.of(fields).map(field -> field + "\n").reduce("", String::concat);
        return front.raw(
                method
                        + " "
                        + path
                        + " HTTP/1.1\nhost: "
                        + Front.HOST
                        + "\n"
                        + more
                        + "connection: close\n\n");
    }

    static String field(String answer, String name) {
        return answer.lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElse("");
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
