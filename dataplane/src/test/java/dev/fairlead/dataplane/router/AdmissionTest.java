package dev.fairlead.dataplane.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.router.Admission.Entry;
import dev.fairlead.dataplane.router.Admission.Waiter;
import dev.fairlead.model.functions.Limits;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class AdmissionTest {
    private static Limits limits(int concurrency, int queue) {
        Limits d = Limits.DEFAULT;
        return new Limits(
                d.timeout(),
                d.memoryBytes(),
                concurrency,
                queue,
                d.queueTimeout(),
                d.maxRequestBytes(),
                d.maxResponseBytes());
    }

    @Test
    void whoever_is_over_the_limit_waits_and_whoever_is_over_the_queue_is_refused() {
        // Given
        var admission = new Admission(limits(1, 1));
        // When
        var entries =
                List.of(
                        admission.enter(() -> {}),
                        admission.enter(() -> {}),
                        admission.enter(() -> {}));
        // Then
        assertThat(entries).containsExactly(Entry.ADMITTED, Entry.QUEUED, Entry.FULL);
    }

    @Test
    void places_go_to_whoever_waited_longest() {
        // Given
        var admission = new Admission(limits(1, 3));
        var order = new ArrayList<String>();
        admission.enter(() -> {});
        admission.enter(() -> order.add("first"));
        admission.enter(() -> order.add("second"));
        // When
        admission.release();
        admission.release();
        // Then
        assertThat(order).containsExactly("first", "second");
    }

    @Test
    void whoever_left_the_queue_is_never_admitted() {
        // Given
        var admission = new Admission(limits(1, 3));
        var order = new ArrayList<String>();
        Waiter leaver = () -> order.add("left");
        admission.enter(() -> {});
        admission.enter(leaver);
        admission.enter(() -> order.add("stayed"));
        // When
        boolean left = admission.leave(leaver);
        admission.release();
        // Then
        assertThat(left).isTrue();
        assertThat(order).containsExactly("stayed");
    }

    @Test
    void a_raised_limit_lets_the_waiting_in() {
        // Given
        var admission = new Admission(limits(1, 3));
        var order = new ArrayList<String>();
        admission.enter(() -> {});
        admission.enter(() -> order.add("in"));
        // When
        admission.change(limits(2, 3));
        // Then
        assertThat(order).containsExactly("in");
        assertThat(admission.running()).isEqualTo(2);
    }

    @Test
    void the_advice_to_stay_away_is_bounded() {
        // Given
        var admission = new Admission(limits(1, 0));
        // When
        Duration advice = admission.retryAfter();
        // Then
        assertThat(advice).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30));
    }

    @Test
    void accounts_stay_true_over_any_sequence_of_events() {
        // Given
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            var simulation =
                    new Simulation(limits(1 + random.nextInt(4), random.nextInt(5)), random);
            // When
            for (int step = 0; step < 200; step++) {
                simulation.step();
                // Then
                simulation.check("seed " + seed);
            }
        }
    }

    /// Arrivals, departures and ends in random order, beside a model that only counts.
    private static final class Simulation {
        private final Limits limits;
        private final Random random;
        private final Admission admission;
        private final List<Waiter> queued = new ArrayList<>();
        private int running;

        Simulation(Limits limits, Random random) {
            this.limits = limits;
            this.random = random;
            this.admission = new Admission(limits);
        }

        void step() {
            switch (random.nextInt(3)) {
                case 0 -> arrive();
                case 1 -> end();
                default -> leave();
            }
        }

        private void arrive() {
            var waiter =
                    new Waiter() {
                        @Override
                        public void admitted() {
                            assertThat(queued.remove(0)).isSameAs(this);
                            running++;
                        }
                    };
            switch (admission.enter(waiter)) {
                case ADMITTED -> running++;
                case QUEUED -> queued.add(waiter);
                case FULL -> assertThat(queued).hasSize(limits.queueLength());
            }
        }

        private void end() {
            if (running > 0) {
                running--;
                admission.release();
            }
        }

        private void leave() {
            if (!queued.isEmpty()) {
                Waiter waiter = queued.remove(random.nextInt(queued.size()));
                assertThat(admission.leave(waiter)).isTrue();
                assertThat(admission.leave(waiter)).isFalse();
            }
        }

        void check(String seed) {
            assertThat(admission.running()).as(seed).isEqualTo(running);
            assertThat(admission.queued()).as(seed).isEqualTo(queued.size());
            assertThat(running).as(seed).isLessThanOrEqualTo(limits.concurrency());
            assertThat(queued.isEmpty() || running == limits.concurrency()).as(seed).isTrue();
        }
    }
}
