package dev.fairlead.dataplane.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.limits.Decision.Allowed;
import dev.fairlead.model.functions.RateLimit;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/// Several limiters that count together, by a budget in memory and a clock turned by hand.
class SettlerTest {
    private static final long SEED = Long.getLong("seed", 20_261_121);
    private static final LimitKey KEY = new LimitKey("f", "all");

    private final AtomicLong nanos = new AtomicLong(1_000);
    private final Memory budget = new Memory();

    /// The arithmetic of the table in PostgreSQL.
    private final class Memory implements SharedBudget {
        private final Map<String, Long> fullAt = new HashMap<>();
        private int instances = 2;
        private boolean away;

        @Override
        public Optional<Settled> settle(List<Taken> taken) {
            if (away) {
                return Optional.empty();
            }
            var debts = new HashMap<String, Duration>();
            for (Taken one : taken) {
                long now = nanos.get();
                long from = Math.max(fullAt.getOrDefault(one.key(), 0L), now - one.ago().toNanos());
                long until = from + one.cost().toNanos();
                fullAt.put(one.key(), until);
                debts.put(one.key(), Duration.ofNanos(Math.max(0, until - now)));
            }
            return Optional.of(new Settled(instances, debts));
        }
    }

    private record Instance(Limiter limiter, Settler settler) {
        boolean takes(Policy policy) {
            return limiter.take(KEY, policy) instanceof Allowed;
        }
    }

    private List<Instance> instances(int count) {
        budget.instances = count;
        var all = new ArrayList<Instance>();
        for (int i = 0; i < count; i++) {
            var limiter = new Limiter(100, nanos::get);
            all.add(new Instance(limiter, new Settler(limiter, budget)));
        }
        all.forEach(one -> one.settler().round(true));
        return all;
    }

    private static Policy policy(String text) {
        return Policy.of("test", RateLimit.parse(text));
    }

    @Test
    void two_instances_let_no_more_through_than_one_would() {
        // Given
        Policy hundred = policy("100/1d");
        List<Instance> two = instances(2);
        int passed = 0;
        // When
        for (int i = 0; i < 400; i++) {
            Instance one = two.get(i % 2);
            passed += one.takes(hundred) ? 1 : 0;
            if (i % 10 == 0) {
                two.forEach(instance -> instance.settler().round(true));
            }
        }
        // Then
        assertThat(passed).isBetween(100, 110);
    }

    @Test
    void before_it_hears_of_the_others_an_instance_takes_its_share_alone() {
        // Given
        Policy hundred = policy("100/1d");
        List<Instance> two = instances(2);
        int passed = 0;
        // When
        for (int i = 0; i < 100; i++) {
            for (Instance one : two) {
                passed += one.takes(hundred) ? 1 : 0;
            }
        }
        // Then
        assertThat(passed).isEqualTo((int) (2 * Bucket.share(hundred, 2)));
    }

    @Test
    void one_instance_gets_everything_when_the_other_takes_nothing() {
        // Given
        Policy hundred = policy("100/1d");
        Instance one = instances(2).getFirst();
        int passed = 0;
        // When
        for (int i = 0; i < 300; i++) {
            passed += one.takes(hundred) ? 1 : 0;
            one.settler().round(false);
        }
        // Then
        assertThat(passed).isEqualTo(100);
    }

    @Test
    void at_any_times_all_together_exceed_a_limit_by_their_shares_at_most() {
        // Given
        var random = new Random(SEED);
        for (int run = 0; run < 100; run++) {
            int count = 2 + random.nextInt(4);
            Policy policy = policy((1 + random.nextInt(100)) + "/1d");
            List<Instance> all = instances(count);
            budget.fullAt.clear();
            int passed = 0;
            for (int i = 0; i < 1000; i++) {
                // When
                passed += all.get(random.nextInt(count)).takes(policy) ? 1 : 0;
                if (random.nextInt(5) == 0) {
                    all.get(random.nextInt(count)).settler().round(true);
                }
            }
            // Then
            long most = policy.burst() + (count - 1) * Bucket.share(policy, count);
            assertThat((long) passed).as("seed %d", SEED).isBetween(policy.burst(), most);
        }
    }

    @Test
    void without_the_budget_each_keeps_to_its_part_and_goes_on() {
        // Given
        Policy hundred = policy("100/1d");
        List<Instance> two = instances(2);
        budget.away = true;
        two.forEach(one -> one.settler().round(true));
        int passed = 0;
        // When
        for (int i = 0; i < 300; i++) {
            for (Instance one : two) {
                passed += one.takes(hundred) ? 1 : 0;
                one.settler().round(false);
            }
        }
        // Then
        assertThat(passed).isEqualTo(100);
    }

    @Test
    void what_was_taken_meanwhile_is_told_when_the_budget_is_back() {
        // Given
        Policy hundred = policy("100/1d");
        List<Instance> two = instances(2);
        budget.away = true;
        two.forEach(one -> one.settler().round(true));
        for (int i = 0; i < 50; i++) {
            assertThat(two.getFirst().takes(hundred)).isTrue();
        }
        budget.away = false;
        two.forEach(one -> one.settler().round(true));
        int passed = 0;
        // When
        for (int i = 0; i < 300; i++) {
            passed += two.getLast().takes(hundred) ? 1 : 0;
            two.getLast().settler().round(false);
        }
        // Then
        assertThat(passed).isBetween(50, 51);
    }

    @Test
    void slow_news_refuses_nobody_who_keeps_to_the_rate() {
        // Given
        Policy policy = policy("10/1s,burst=1");
        Instance one = instances(2).getFirst();
        // When / Then
        for (int i = 0; i < 100; i++) {
            assertThat(one.takes(policy)).isTrue();
            nanos.addAndGet(Duration.ofMillis(90).toNanos());
            one.settler().round(false);
            nanos.addAndGet(Duration.ofMillis(15).toNanos());
        }
    }
}
