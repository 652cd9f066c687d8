package dev.fairlead.container.logs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

class AllowanceTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Allowance allowance = new Allowance(0);

    @Test
    void who_prints_steadily_is_never_held() {
        for (int i = 0; i < 100_000; i++) {
            assertThat(allowance.spend(100, i * (SECOND / 190))).isEmpty();
        }
    }

    @Test
    void many_lines_at_once_are_too_many_and_some_come_back() {
        // When
        int kept = 0;
        Optional<Duration> wait = Optional.empty();
        while (wait.isEmpty()) {
            wait = allowance.spend(10, 0);
            kept++;
        }
        // Then
        assertThat(kept).isEqualTo(10_000);
        assertThat(wait.orElseThrow()).isEqualTo(Duration.ofSeconds(5));
        assertThat(allowance.spend(10, 5 * SECOND)).isEmpty();
    }

    @Test
    void long_lines_spend_more() {
        // When
        int kept = 0;
        while (allowance.spend(16 << 10, 0).isEmpty()) {
            kept++;
        }
        // Then
        assertThat(kept).isEqualTo(511);
    }
}
