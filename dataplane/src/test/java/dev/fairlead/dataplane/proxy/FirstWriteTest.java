package dev.fairlead.dataplane.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.GuestAnswer;
import dev.fairlead.dataplane.runtime.GuestRequest;
import dev.fairlead.dataplane.runtime.GuestRuntime;
import dev.fairlead.dataplane.runtime.Invocation;
import dev.fairlead.dataplane.runtime.Outcome;
import dev.fairlead.dataplane.runtime.RunReport;
import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.model.executions.StartKind;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.ContentHash;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A guest that writes, waits, and writes again.
@Timeout(60)
class FirstWriteTest {
    private static final long MOMENT_NANOS = 7_000_000;

    private final CountDownLatch seen = new CountDownLatch(1);

    /// Answers each request in a way of its own.
    private interface Writes {
        void write(GuestAnswer answer) throws IOException, InterruptedException;
    }

    private record Writer(Writes how) implements GuestRuntime, Guest {
        @Override
        public Guest guest(GuestSpec spec) {
            return this;
        }

        @Override
        public void prepare() {}

        @Override
        public Invocation start(GuestRequest request, GuestAnswer answer) {
            Thread.ofVirtual().start(() -> answer(answer));
            return () -> {};
        }

        private void answer(GuestAnswer answer) {
            try {
                answer.head(200, List.of());
                how.write(answer);
            } catch (IOException | InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            answer.done(new RunReport(Outcome.ANSWERED, StartKind.WARM, 0, 0, 0, List.of()));
        }

        @Override
        public void close() {}
    }

    /// Ends a little before, with or after the moment in which its first bytes leave by themselves.
    private static Writes closely() {
        var asked = new AtomicInteger();
        return answer -> {
            int step = asked.incrementAndGet() % 40;
            answer.write(new byte[] {'o', 'n', 'e'});
            LockSupport.parkNanos(MOMENT_NANOS + (step - 20) * 200_000L);
        };
    }

    @Test
    void is_answered_whole_whenever_it_ends() throws Exception {
        // Given
        try (var front = new Front(new Writer(closely()), settings -> settings)) {
            front.live(1, spec(front));
            var wrong = new ConcurrentLinkedQueue<String>();
            // When
            try (var clients = Executors.newFixedThreadPool(32)) {
                for (int i = 0; i < 4000; i++) {
                    clients.execute(() -> {
                        try {
                            String answer = front.get("/");
                            if (!answer.contains("one")) {
                                wrong.add(answer);
                            }
                        } catch (IOException e) {
                            wrong.add(e.toString());
                        }
                    });
                }
            }
            // Then
            assertThat(wrong).isEmpty();
        }
    }

    private static GuestSpec spec(Front front) {
        return new GuestSpec(
                Front.SERVICE,
                1,
                Abi.COMMAND,
                Path.of("none"),
                ContentHash.of(new byte[0]),
                front.limits(),
                Map.of());
    }

    private void slowly(GuestAnswer answer) throws IOException, InterruptedException {
        answer.write(new byte[] {'o', 'n', 'e'});
        seen.await();
        answer.write(new byte[] {'t', 'w', 'o'});
    }

    @Test
    void has_its_first_byte_at_the_client_before_the_second_is_made() throws Exception {
        // Given
        try (var front = new Front(new Writer(this::slowly), settings -> settings)) {
            front.live(1, spec(front));
            // When
            try (Socket client = front.connect()) {
                Front.send(
                        client, "GET / HTTP/1.1\nhost: " + Front.HOST + "\nconnection: close\n\n");
                var in = client.getInputStream();
                List<String> head = Origin.fields(in);
                String size = Origin.line(in);
                String one = Origin.line(in);
                seen.countDown();
                String rest = Front.rest(in);
                // Then
                assertThat(head).contains("transfer-encoding: chunked");
                assertThat(size).isEqualTo("3");
                assertThat(one).isEqualTo("one");
                assertThat(rest).contains("two").endsWith("0\r\n\r\n");
            }
        }
    }
}
