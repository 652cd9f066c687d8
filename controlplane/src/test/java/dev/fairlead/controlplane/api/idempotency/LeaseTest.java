package dev.fairlead.controlplane.api.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.controlplane.store.DatabaseUnavailable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(20)
class LeaseTest {
    @Test
    void a_lease_is_renewed_again_and_again_also_after_a_failure() throws InterruptedException {
        // Given
        var renewals = new CountDownLatch(3);
        Runnable renew =
                () -> {
                    renewals.countDown();
                    throw new DatabaseUnavailable("away", new IllegalStateException());
                };
        // When
        try (var _ = Lease.renewed(Duration.ofMillis(1), renew)) {
            renewals.await();
        }
        // Then
        assertThat(renewals.getCount()).isZero();
    }

    @Test
    void a_lease_that_ends_at_once_is_never_renewed() {
        // Given
        var renewals = new AtomicInteger();
        // When
        Lease.renewed(Duration.ofHours(1), renewals::incrementAndGet).close();
        // Then
        assertThat(renewals).hasValue(0);
    }
}
