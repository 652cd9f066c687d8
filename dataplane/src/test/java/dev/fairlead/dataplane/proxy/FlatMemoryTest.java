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

import io.netty.util.internal.PlatformDependent;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A gibibyte each way, by a proxy and by a guest that streams: what is live on the heap and beside
/// it hardly grows. Both ends are in this process, and count.
@Tag("slow")
@Timeout(300)
class FlatMemoryTest {
    private static final long GIBIBYTE = 1L << 30;
    private static final long LOOK_EVERY = 64L << 20;
    private static final long MOST_MORE = 20L << 20;
    private static final int BLOCK = 64 << 10;

    private static final Front FRONT = new Front(new Streams(), settings -> settings);
    private static final Origin ORIGIN = new Origin();

    @AfterAll
    static void close() {
        FRONT.close();
        ORIGIN.close();
    }

    /// Says how long the body of a POST was, and answers a GET with as much as its path names.
    private static final class Streams implements GuestRuntime, Guest {
        @Override
        public Guest guest(GuestSpec spec) {
            return this;
        }

        @Override
        public void prepare() {}

        @Override
        public Invocation start(GuestRequest request, GuestAnswer answer) {
            Thread.ofVirtual().start(() -> answer(request, answer));
            return () -> {};
        }

        private static void answer(GuestRequest request, GuestAnswer answer) {
            Outcome outcome = Outcome.ANSWERED;
            try {
                answer.head(200, List.of());
                if (request.method().equals("POST")) {
                    var some = new byte[BLOCK];
                    long count = 0;
                    for (int n = 0; n >= 0; n = request.body().read(some, 0, BLOCK)) {
                        count += n;
                    }
                    answer.write(Long.toString(count).getBytes(StandardCharsets.US_ASCII));
                } else {
                    long left = Long.parseLong(request.path().substring(1));
                    for (; left > 0; left -= BLOCK) {
                        answer.write(new byte[BLOCK]);
                    }
                }
            } catch (IOException e) {
                outcome = Outcome.CANCELLED;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            answer.done(new RunReport(outcome, StartKind.WARM, 0, 0, 0, List.of()));
        }

        @Override
        public void close() {}
    }

    @Test
    void a_proxy_passes_a_gibibyte_each_way_in_flat_memory() throws IOException {
        // Given
        for (long size : List.of(LOOK_EVERY, GIBIBYTE)) {
            ORIGIN.on(
                    "/" + size,
                    talk -> {
                        talk.say("HTTP/1.1 200 OK\ncontent-length: " + size + "\n\n");
                        pour(talk.out(), size, null);
                    });
        }
        ORIGIN.on(
                "/up",
                talk -> {
                    String count = Long.toString(drain(talk.in(), length(talk.fields()), null));
                    talk.say("HTTP/1.1 200 OK\ncontent-length: " + count.length() + "\n\n" + count);
                });
        FRONT.live(1, ORIGIN);
        // When / Then
        bothWays("proxy");
    }

    @Test
    void a_guest_streams_a_gibibyte_each_way_in_flat_memory() throws IOException {
        // Given
        FRONT.live(
                2,
                new GuestSpec(
                        Front.SERVICE,
                        2,
                        Abi.COMMAND,
                        Path.of("none"),
                        ContentHash.of(new byte[0]),
                        FRONT.limits(),
                        Map.of()));
        // When / Then
        bothWays("guest");
    }

    private static long length(List<String> fields) {
        return fields.stream()
                .filter(one -> one.startsWith("content-length:"))
                .mapToLong(one -> Long.parseLong(one.substring(15).strip()))
                .findFirst()
                .orElseThrow();
    }

    private static void bothWays(String what) throws IOException {
        down(LOOK_EVERY, new Watch());
        up(LOOK_EVERY, new Watch());
        var down = new Watch();
        down(GIBIBYTE, down);
        var up = new Watch();
        up(GIBIBYTE, up);
        System.out.printf(
                "1 GiB by a %s: %.1f MiB more down, %.1f MiB more up%n",
                what, down.mebibytes(), up.mebibytes());
        assertThat(down.most()).isLessThanOrEqualTo(MOST_MORE);
        assertThat(up.most()).isLessThanOrEqualTo(MOST_MORE);
    }

    /// What is live, again and again, against what was at first.
    private static final class Watch {
        private final long first = live();
        private long most;
        private long since;

        void moved(long bytes) {
            since += bytes;
            if (since >= LOOK_EVERY) {
                since = 0;
                most = Math.max(most, live() - first);
            }
        }

        long most() {
            return most;
        }

        double mebibytes() {
            return most / (double) (1 << 20);
        }

        private static long live() {
            System.gc();
            long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            long beside =
                    ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                            .mapToLong(BufferPoolMXBean::getMemoryUsed)
                            .sum();
            return heap + beside + Math.max(0, PlatformDependent.usedDirectMemory());
        }
    }

    private static void down(long size, Watch watch) throws IOException {
        try (Socket client = FRONT.connect()) {
            Front.send(
                    client,
                    "GET /" + size + " HTTP/1.1\nhost: " + Front.HOST + "\nconnection: close\n\n");
            List<String> head = Origin.fields(client.getInputStream());
            assertThat(head.getFirst()).startsWith("HTTP/1.1 200");
            long got = drain(client.getInputStream(), Long.MAX_VALUE, watch);
            assertThat(got).isGreaterThanOrEqualTo(size);
        }
    }

    private static void up(long size, Watch watch) throws IOException {
        try (Socket client = FRONT.connect()) {
            Front.send(
                    client,
                    "POST /up HTTP/1.1\nhost: "
                            + Front.HOST
                            + "\nconnection: close\ncontent-length: "
                            + size
                            + "\n\n");
            pour(client.getOutputStream(), size, watch);
            assertThat(Front.rest(client.getInputStream()))
                    .startsWith("HTTP/1.1 200")
                    .contains(Long.toString(size));
        }
    }

    private static void pour(OutputStream out, long size, @Nullable Watch watch)
            throws IOException {
        var block = new byte[BLOCK];
        for (long left = size; left > 0; left -= BLOCK) {
            out.write(block);
            if (watch != null) {
                watch.moved(BLOCK);
            }
        }
    }

    private static long drain(InputStream in, long most, @Nullable Watch watch) throws IOException {
        var some = new byte[BLOCK];
        long count = 0;
        while (count < most) {
            int n = in.read(some, 0, (int) Math.min(BLOCK, most - count));
            if (n < 0) {
                return count;
            }
            count += n;
            if (watch != null) {
                watch.moved(n);
            }
        }
        return count;
    }
}
