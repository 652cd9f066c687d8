package dev.fairlead.controlplane.store.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.DatabaseSettings;
import dev.fairlead.controlplane.store.TestPostgres;
import dev.fairlead.dataplane.limits.Decision.Allowed;
import dev.fairlead.dataplane.limits.LimitKey;
import dev.fairlead.dataplane.limits.Limiter;
import dev.fairlead.dataplane.limits.Policy;
import dev.fairlead.dataplane.limits.Settler;
import dev.fairlead.dataplane.limits.SharedBudget;
import dev.fairlead.dataplane.limits.SharedBudget.Taken;
import dev.fairlead.model.functions.RateLimit;
import dev.fairlead.testkit.waiting.Awaiting;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// The budget in a real PostgreSQL.
@Tag("slow")
class SharedBudgetStoreTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private final Database database = TestPostgres.migrated();
    private final SharedBudget one = new SharedBudgetStore(database);
    private final SharedBudget other = new SharedBudgetStore(database);

    @AfterEach
    void close() {
        database.close();
    }

    private static Duration debt(SharedBudget budget, String key, Duration cost, Duration ago) {
        return budget.settle(List.of(new Taken(key, cost, ago)))
                .orElseThrow()
                .debts()
                .getOrDefault(key, Duration.ofSeconds(-1));
    }

    @Test
    void what_one_took_the_other_owes_too() {
        // Given
        assertThat(debt(one, "k", HOUR, Duration.ZERO)).isEqualTo(HOUR);
        // When
        Duration both = debt(other, "k", HOUR, Duration.ZERO);
        // Then
        assertThat(both).isBetween(HOUR.multipliedBy(2).minusMinutes(1), HOUR.multipliedBy(2));
        assertThat(debt(other, "another", HOUR, Duration.ZERO)).isEqualTo(HOUR);
    }

    @Test
    void what_was_taken_a_while_ago_has_come_back_by_as_much() {
        // When
        Duration first = debt(one, "k", HOUR, Duration.ofMinutes(20));
        Duration second = debt(one, "k", HOUR, Duration.ofMinutes(20));
        Duration old = debt(one, "old", HOUR, Duration.ofHours(3));
        // Then
        assertThat(first).isEqualTo(Duration.ofMinutes(40));
        assertThat(second).isBetween(Duration.ofMinutes(99), Duration.ofMinutes(100));
        assertThat(old).isZero();
    }

    @Test
    void instances_that_were_heard_of_are_counted() {
        // When
        int alone = one.settle(List.of()).orElseThrow().instances();
        int two = other.settle(List.of()).orElseThrow().instances();
        // Then
        assertThat(alone).isEqualTo(1);
        assertThat(two).isEqualTo(2);
    }

    @Test
    void without_a_database_nothing_can_be_said() {
        // Given
        try (var nowhere = new Database(DatabaseSettings.parse("postgres://a:b@127.0.0.1:1/c"))) {
            // When / Then
            assertThat(new SharedBudgetStore(nowhere).settle(List.of())).isEmpty();
        }
    }

    @Test
    void two_instances_under_load_exceed_a_limit_by_a_share_at_most() throws Exception {
        // Given
        var policy = Policy.of("test", RateLimit.parse("400/1d"));
        var key = new LimitKey("f", "all");
        var first = new Limiter();
        var second = new Limiter();
        var passed = new AtomicInteger();
        try (var tells = new Settler(first, one);
                var tellsToo = new Settler(second, other)) {
            tells.start();
            tellsToo.start();
            Awaiting.until("both know", () -> first.instances() == 2 && second.instances() == 2);
            // When
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Limiter limiter : List.of(first, second)) {
                    threads.execute(() ->
                            Awaiting.until(
                                    "the limit is used up",
                                    () -> {
                                        if (limiter.take(key, policy) instanceof Allowed) {
                                            passed.incrementAndGet();
                                        }
                                        return passed.get() >= 400;
                                    }));
                }
            }
            int rest = 0;
            for (int i = 0; i < 1000; i++) {
                rest += first.take(key, policy) instanceof Allowed ? 1 : 0;
                rest += second.take(key, policy) instanceof Allowed ? 1 : 0;
            }
            // Then
            assertThat(passed.get() + rest).isBetween(400, 500);
        }
    }
}
