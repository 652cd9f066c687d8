package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Installation.Reply;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/// Everything is sealed anew while functions are called and secrets are read and set: nothing
/// fails, nothing that was set is overwritten, and nothing is left under the old key.
@Tag("slow")
class ReencryptionUnderLoadTest {
    private static final String OLD = "0a".repeat(32);
    private static final String NEW = "0b".repeat(32);
    private static final SealedSecrets SECRETS = new SealedSecrets(5);
    private static final String TELLER = "/fn/moving/teller";
    private static final String TELLING = "export default () => process.env.MOVING;";

    private final Map<String, String> settings = new HashMap<>(Map.of("FAIRLEAD_MASTER_KEY", OLD));
    private final ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger called = new AtomicInteger();
    private final AtomicInteger read = new AtomicInteger();
    private final AtomicInteger set = new AtomicInteger();

    @Test
    void no_request_fails_and_everything_is_under_the_new_key() throws InterruptedException {
        try (Installation fairlead = Installation.fresh(settings).ready()) {
            // Given
            fill(fairlead);
            fairlead.stop();
            settings.put("FAIRLEAD_MASTER_KEY", NEW + "," + OLD);
            fairlead.startAgain();
            fairlead.ready();
            long before = sealing(fairlead).path("remaining").asLong();
            try (ScheduledExecutorService ticks = Executors.newScheduledThreadPool(4)) {
                // What sets does so one after the other, so that the last one is known. Nothing
                // piles up: a machine that is slow is asked less.
                List<Future<?>> load =
                        List.of(
                                every(10, ticks, called, _ -> fairlead.get(TELLER)),
                                every(25, ticks, read, i -> reveal(fairlead, i)),
                                every(25, ticks, read, i -> reveal(fairlead, i)),
                                every(50, ticks, set, i -> set(fairlead, i)));
                Installation.await(() -> set.get() > 1, "the load");
                // When
                fairlead.api("POST", "/installation/sealing:renew", "");
                Installation.await(
                        () -> sealing(fairlead).hasNonNull("finishedAt"), "everything sealed anew");
                load.forEach(one -> one.cancel(false));
                ticks.shutdown();
                assertThat(ticks.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
            }
            // Then
            assertThat(before).isGreaterThan((long) SECRETS.projects() * SealedSecrets.EACH);
            assertThat(failed).isEmpty();
            assertThat(called.get() + read.get()).isGreaterThan(10);
            assertThat(sealing(fairlead).path("remaining").asLong()).isZero();
            assertThat(sealing(fairlead).path("keys")).hasSize(1);
            String last = value(set.get() - 1);
            assertThat(fairlead.get(TELLER).body()).contains(last);
            fairlead.stop();
            settings.put("FAIRLEAD_MASTER_KEY", NEW);
            fairlead.startAgain();
            fairlead.ready();
            assertThat(fairlead.get(TELLER).body()).contains(last);
            assertThat(told(fairlead, "/variables/MOVING:reveal?project=moving")).isEqualTo(last);
            everythingIsThere(fairlead);
        }
    }

    private static void fill(Installation fairlead) {
        fairlead.javascript("moving", "teller", TELLING);
        assertThat(set(fairlead, 0).status()).isEqualTo(200);
        for (int project : SECRETS.numbers()) {
            String name = SealedSecrets.project(project);
            fairlead.api("POST", "/projects", "{\"name\":\"" + name + "\"}");
            Reply filled =
                    fairlead.api(
                            "PATCH", "/variables?project=" + name, SealedSecrets.body(project));
            assertThat(filled.status()).as(filled.body()).isEqualTo(200);
        }
    }

    private Future<?> every(
            int milliseconds,
            ScheduledExecutorService ticks,
            AtomicInteger count,
            IntFunction<Reply> asked) {
        return ticks.scheduleWithFixedDelay(
                () -> ask(count, asked), 0, milliseconds, TimeUnit.MILLISECONDS);
    }

    private void ask(AtomicInteger count, IntFunction<Reply> asked) {
        int number = count.get();
        try {
            Reply reply = asked.apply(number);
            if (reply.status() != 200) {
                failed.add(reply.status() + " " + reply.body());
            }
        } catch (RuntimeException e) {
            failed.add(e.toString());
        }
        count.incrementAndGet();
    }

    private static Reply set(Installation fairlead, int number) {
        return fairlead.api(
                "PATCH",
                "/variables?project=moving",
                "{\"set\":[{\"name\":\"MOVING\",\"value\":\""
                        + value(number)
                        + "\",\"secret\":true}]}");
    }

    private static String value(int number) {
        return "moved-" + number + ".";
    }

    private static Reply reveal(Installation fairlead, int number) {
        int project = number % SECRETS.projects();
        return fairlead.api("POST", SealedSecrets.reveal(project, number % SealedSecrets.EACH), "");
    }

    private static String told(Installation fairlead, String path) {
        return fairlead.api("POST", path, "").json().path("value").asString();
    }

    private static void everythingIsThere(Installation fairlead) {
        for (int project : SECRETS.numbers()) {
            for (int number = project; number < SealedSecrets.EACH; number += 23) {
                assertThat(told(fairlead, SealedSecrets.reveal(project, number)))
                        .isEqualTo(SealedSecrets.value(project, number));
            }
        }
    }

    private static JsonNode sealing(Installation fairlead) {
        return fairlead.api("GET", "/installation/sealing", "").json();
    }
}
