package dev.fairlead.dataplane.calls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerTimingTest {
    @Test
    void times_are_milliseconds_with_three_digits() {
        assertThat(ServerTiming.of(1_000, 52_000, 12_345_678))
                .isEqualTo("queue;dur=0.001, start;dur=0.052, run;dur=12.345");
    }

    @Test
    void a_clock_that_went_back_is_zero() {
        assertThat(ServerTiming.of(-5_000, 0, 0))
                .isEqualTo("queue;dur=0.000, start;dur=0.000, run;dur=0.000");
    }
}
