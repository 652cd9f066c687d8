package dev.fairlead.dataplane.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.limits.Decision.Allowed;
import dev.fairlead.dataplane.limits.Decision.Limited;
import dev.fairlead.model.functions.RateLimit;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

class LimiterTest {
    private static final long SEED = Long.getLong("seed", 20_261_121);
    private static final LimitKey ADA = new LimitKey("f", "192.0.2.1");
    private static final LimitKey BOB = new LimitKey("f", "192.0.2.2");

    private final AtomicLong nanos = new AtomicLong(1_000);
    private final Limiter limiter = new Limiter(100, nanos::get);

    private static Policy policy(String text) {
        return Policy.of("test", RateLimit.parse(text));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private boolean allowed(LimitKey key, Policy policy) {
        return limiter.take(key, policy) instanceof Allowed;
    }

    @Test
    void one_more_than_the_limit_is_refused_and_told_when_to_come_again() {
        // Given
        Policy ten = policy("10/1m");
        for (int i = 9; i >= 0; i--) {
            assertThat(limiter.take(ADA, ten))
                    .isEqualTo(new Allowed(i, Duration.ofSeconds(6L * (10 - i))));
        }
        // When
        Decision eleventh = limiter.take(ADA, ten);
        // Then
        assertThat(eleventh).isEqualTo(new Limited(Duration.ofSeconds(6)));
        assertThat(allowed(BOB, ten)).as("others have their own").isTrue();
        pass(Duration.ofSeconds(6));
        assertThat(allowed(ADA, ten)).isTrue();
        assertThat(allowed(ADA, ten)).isFalse();
    }

    @Test
    void whether_there_is_one_can_be_asked_without_taking_it() {
        // Given
        Policy two = policy("2/10s");
        for (int i = 0; i < 100; i++) {
            assertThat(limiter.untilFree(ADA, two)).isEmpty();
        }
        assertThat(allowed(ADA, two)).isTrue();
        assertThat(limiter.untilFree(ADA, two)).isEmpty();
        assertThat(allowed(ADA, two)).isTrue();
        // When / Then
        assertThat(limiter.untilFree(ADA, two)).contains(Duration.ofSeconds(5));
        assertThat(limiter.untilFree(BOB, two)).isEmpty();
        pass(Duration.ofSeconds(5));
        assertThat(limiter.untilFree(ADA, two)).isEmpty();
        assertThat(allowed(ADA, two)).isTrue();
    }

    @Test
    void who_was_refused_has_lost_nothing_by_asking() {
        // Given
        Policy one = policy("1/10s");
        assertThat(allowed(ADA, one)).isTrue();
        for (int i = 0; i < 1000; i++) {
            assertThat(allowed(ADA, one)).isFalse();
        }
        // When
        pass(Duration.ofSeconds(10));
        // Then
        assertThat(allowed(ADA, one)).isTrue();
    }

    @Test
    void a_burst_is_what_may_come_at_once() {
        // Given
        Policy policy = policy("60/1m,burst=3");
        // When / Then
        for (int i = 0; i < 3; i++) {
            assertThat(allowed(ADA, policy)).isTrue();
        }
        assertThat(allowed(ADA, policy)).isFalse();
        pass(Duration.ofHours(1));
        for (int i = 0; i < 3; i++) {
            assertThat(allowed(ADA, policy)).as("no more are kept than a burst").isTrue();
        }
        assertThat(allowed(ADA, policy)).isFalse();
    }

    @Test
    void at_any_times_no_more_pass_than_the_burst_and_what_came_back() {
        // Given
        var random = new Random(SEED);
        for (int run = 0; run < 200; run++) {
            long requests = 1L + random.nextInt(50);
            long burst = 1L + random.nextInt(50);
            Policy policy = policy(requests + "/10s,burst=" + burst);
            var key = new LimitKey("run", String.valueOf(run % 50));
            pass(Duration.ofDays(1));
            long began = nanos.get();
            long passed = 0;
            long refused = 0;
            for (int i = 0; i < 300; i++) {
                // When
                if (allowed(key, policy)) {
                    passed++;
                } else {
                    refused++;
                }
                // Then
                long back = (nanos.get() - began) / policy.intervalNanos();
                assertThat(passed).as("seed %d", SEED).isLessThanOrEqualTo(burst + back);
                if (refused == 1 && passed > 0 && i == passed) {
                    assertThat(passed).isGreaterThanOrEqualTo(burst);
                }
                pass(Duration.ofMillis(random.nextInt(400)));
            }
        }
    }

    @Test
    void callers_at_once_get_exactly_what_there_is() throws InterruptedException {
        // Given
        Policy policy = policy("500/1d");
        var passed = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(8)) {
            // When
            for (int t = 0; t < 8; t++) {
                threads.execute(() -> {
                    for (int i = 0; i < 1000; i++) {
                        if (allowed(ADA, policy)) {
                            passed.incrementAndGet();
                        }
                    }
                });
            }
        }
        // Then
        assertThat(passed).hasValue(500);
    }

    @Test
    void memory_is_bounded_and_full_buckets_make_room() {
        // Given
        Policy policy = policy("1/1s");
        for (int i = 0; i < 10_000; i++) {
            limiter.take(new LimitKey("f", "a" + i), policy);
        }
        assertThat(limiter.size()).isLessThanOrEqualTo(100);
        // When
        pass(Duration.ofSeconds(20_000));
        for (int i = 0; i < 50; i++) {
            limiter.take(new LimitKey("g", "b" + i), policy);
        }
        // Then
        assertThat(limiter.size()).isLessThan(100);
    }

    @Test
    void nobody_gets_more_by_crowding_others_out() {
        // Given
        Policy policy = policy("5/1h");
        for (int i = 0; i < 5; i++) {
            assertThat(allowed(ADA, policy)).isTrue();
        }
        for (int i = 0; i < 100_000; i++) {
            limiter.take(new LimitKey("f", "a" + i), policy);
        }
        // When
        boolean again = allowed(ADA, policy);
        int late = 0;
        for (int i = 0; i < 100; i++) {
            late += allowed(BOB, policy) ? 1 : 0;
        }
        // Then
        assertThat(again).isFalse();
        assertThat(late).isLessThanOrEqualTo(5);
    }

    @Test
    void what_was_counted_in_a_crowd_counts_when_there_is_room_again() {
        // Given
        Policy quick = policy("1/1s");
        Policy slow = policy("5/1h");
        for (int i = 0; i < 100; i++) {
            limiter.take(new LimitKey("f", "a" + i), quick);
        }
        int crowded = 0;
        for (int i = 0; i < 10; i++) {
            crowded += allowed(ADA, slow) ? 1 : 0;
        }
        assertThat(crowded).isEqualTo(5);
        assertThat(limiter.untilFree(ADA, slow)).isPresent();
        // When
        pass(Duration.ofSeconds(2));
        // Then
        assertThat(limiter.untilFree(ADA, slow)).isPresent();
        assertThat(allowed(ADA, slow)).isFalse();
    }
}
