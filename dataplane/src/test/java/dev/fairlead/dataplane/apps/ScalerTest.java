package dev.fairlead.dataplane.apps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.model.apps.Scale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

/// How many instances there are under loads of all kinds, in a time of its own.
@Timeout(60)
class ScalerTest {
    private static final Duration WORK = Duration.ofMillis(50);
    private static final Duration START = Duration.ofMillis(800);

    private static Scale between(int min, int max) {
        return new Scale(min, max, 70, Duration.ofMinutes(5), Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void a_burst_is_caught_up_with_in_seconds_and_then_nothing_flaps(long seed) {
        // Given
        var app = new Simulation(seed, 10, between(1, 10), START);
        app.load(1, WORK);
        app.run(Duration.ofSeconds(60));
        long usual = app.slow().toMillis();
        assertThat(app.instances()).isEqualTo(1);
        // When
        app.load(500, WORK);
        app.run(Duration.ofSeconds(5));
        app.slow();
        app.run(Duration.ofSeconds(1));
        // Then
        assertThat(app.slow().toMillis()).isLessThan(2 * usual);
        // When
        app.run(Duration.ofMinutes(3));
        app.changes = 0;
        app.run(Duration.ofMinutes(10));
        // Then
        assertThat(app.changes).isLessThanOrEqualTo(1);
        assertThat(app.instances()).isBetween(3, 5);
        assertThat(app.most).isEqualTo(10);
        assertThat(app.mostStarted).isLessThanOrEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void instances_that_take_one_request_at_a_time_follow_as_well(long seed) {
        // Given
        var app = new Simulation(seed, 1, between(1, 40), START);
        // When
        app.load(100, WORK);
        app.run(Duration.ofMinutes(3));
        app.slow();
        app.run(Duration.ofMinutes(1));
        // Then
        assertThat(app.most).isEqualTo(1);
        assertThat(app.instances()).isBetween(7, 14);
        assertThat(app.slow()).isLessThan(Duration.ofMillis(200));
    }

    @Test
    void there_are_never_more_than_the_maximum_nor_less_than_the_minimum() {
        // Given
        var app = new Simulation(21, 1, between(2, 5), START);
        // When
        app.load(1000, WORK);
        app.run(Duration.ofSeconds(20));
        // Then
        assertThat(app.mostStarted).isEqualTo(5);
        // When
        app.load(0, WORK);
        app.run(Duration.ofMinutes(10));
        // Then
        assertThat(app.instances()).isEqualTo(2);
    }

    @Test
    void nobody_for_long_is_none_and_the_first_one_is_one() {
        // Given
        var app = new Simulation(31, 10, between(0, 5), START);
        app.load(20, WORK);
        app.run(Duration.ofMinutes(3));
        assertThat(app.instances()).isEqualTo(1);
        // When
        app.load(0, WORK);
        app.run(Duration.ofMinutes(4));
        // Then
        assertThat(app.instances()).isEqualTo(1);
        // When
        app.run(Duration.ofMinutes(2));
        // Then
        assertThat(app.instances()).isZero();
        // When
        app.load(20, WORK);
        app.run(Duration.ofSeconds(3));
        // Then
        assertThat(app.instances()).isEqualTo(1);
    }

    @Test
    void what_comes_and_goes_within_the_delay_stops_nothing() {
        // Given
        var app = new Simulation(41, 10, between(1, 10), START);
        app.load(500, WORK);
        app.run(Duration.ofMinutes(3));
        int many = app.instances();
        // When
        app.load(5, WORK);
        app.run(Duration.ofSeconds(40));
        // Then
        assertThat(app.instances()).isEqualTo(many);
        // When
        app.run(Duration.ofMinutes(3));
        // Then
        assertThat(app.instances()).isEqualTo(1);
    }
}
