package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// Twenty redeploys and twenty rollbacks under 200 requests a second: none fails.
@Tag("slow")
class ReleaseUnderLoadTest {
    private static final int RELEASES = 20;

    private final Installation fairlead = Installation.shared().ready();

    @Test
    void no_request_fails_while_versions_change() throws InterruptedException {
        // Given
        String id = fairlead.javascript("load", "steady", source(0)).path("id").asString();
        var sent = new AtomicInteger();
        var failed = new AtomicReference<>("");
        try (ScheduledExecutorService load = Executors.newScheduledThreadPool(4);
                var calls = Executors.newVirtualThreadPerTaskExecutor()) {
            var ticking =
                    load.scheduleAtFixedRate(
                            () -> calls.execute(() -> call(sent, failed)),
                            0,
                            5,
                            TimeUnit.MILLISECONDS);
            // When
            for (int i = 1; i <= RELEASES; i++) {
                release(id, i);
            }
            for (int i = 0; i < RELEASES; i++) {
                assertThat(fairlead.api("POST", "/functions/" + id + ":rollback", "{}").status())
                        .isEqualTo(200);
            }
            ticking.cancel(false);
            load.shutdown();
            assertThat(load.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
        // Then
        assertThat(failed.get()).isEmpty();
        assertThat(sent.get()).isGreaterThan(100);
    }

    private static String source(int number) {
        return "export default () => ({version: " + number + "})";
    }

    private void release(String id, int number) {
        String body =
                Installation.JSON.writeValueAsString(
                        Map.of("language", "javascript", "source", source(number)));
        assertThat(fairlead.api("PUT", "/functions/" + id, body).status()).isEqualTo(200);
        Installation.await(
                () -> fairlead.get("/fn/load/steady").body().contains(":" + number + "}"),
                "version " + number);
    }

    private void call(AtomicInteger sent, AtomicReference<String> failed) {
        try {
            Installation.Reply reply = fairlead.get("/fn/load/steady");
            sent.incrementAndGet();
            if (reply.status() != 200) {
                failed.set(reply.status() + " " + reply.body());
            }
        } catch (RuntimeException e) {
            failed.set(e.toString());
        }
    }
}
