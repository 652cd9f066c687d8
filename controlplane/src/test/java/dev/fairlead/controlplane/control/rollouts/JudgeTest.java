package dev.fairlead.controlplane.control.rollouts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.controlplane.store.versions.FiguresStore.Figures;
import dev.fairlead.controlplane.store.versions.Rollout;
import dev.fairlead.dataplane.router.Tally;
import dev.fairlead.model.ids.EnvironmentId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.RolloutId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.AliasName;
import dev.fairlead.model.names.EnvironmentName;
import dev.fairlead.model.traffic.Strategy;
import dev.fairlead.model.traffic.Strategy.Guard;

import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;

/// The judge over seeded traffic: a hundred requests a second, looked at twice a second.
class JudgeTest {
    private static final int A_LOOK = 50;

    private static Rollout rollout(Guard guard) {
        Clock clock = Clock.systemUTC();
        Strategy canary = Strategy.canary();
        return new Rollout(
                RolloutId.next(clock),
                OrganizationId.next(clock),
                ServiceId.next(clock),
                EnvironmentId.next(clock),
                EnvironmentName.PRODUCTION,
                new AliasName("live"),
                Optional.empty(),
                1,
                2,
                new Strategy(canary.steps(), guard, Optional.empty()),
                Rollout.State.RUNNING,
                0,
                Instant.EPOCH,
                "{}",
                Optional.empty(),
                1,
                Instant.EPOCH,
                Optional.empty());
    }

    /// How often a version fails, and its usual time; one request in twenty takes ten times that.
    private record Behaviour(double errorRate, double millis) {
        void request(Tally tally, RandomGenerator random) {
            double spread = millis * Math.exp(0.5 * random.nextGaussian());
            double took = random.nextInt(20) == 0 ? 10 * spread : spread;
            tally.ended(random.nextDouble() < errorRate ? 500 : 200, (long) (took * 1_000_000));
        }
    }

    /// The look at which the version was taken back, and why; empty after ten minutes.
    private record End(int look, String why) {}

    private static Optional<End> run(
            long seed, double share, Behaviour other, Behaviour next, Guard guard) {
        var random = new Random(seed);
        var tallies = List.of(new Tally(), new Tally());
        Rollout rollout = rollout(guard);
        Judgement known = Judgement.NONE;
        for (int look = 1; look <= 1200; look++) {
            for (int i = 0; i < A_LOOK; i++) {
                boolean canary = random.nextDouble() < share;
                (canary ? next : other).request(tallies.get(canary ? 1 : 0), random);
            }
            Judge.Look result =
                    Judge.look(
                            rollout,
                            List.of(figures(1, tallies.get(0)), figures(2, tallies.get(1))),
                            Judgement.read(known.text()));
            if (result.against().isPresent()) {
                return Optional.of(new End(look, result.against().get()));
            }
            known = result.judgement();
        }
        return Optional.empty();
    }

    private static Figures figures(int version, Tally tally) {
        Tally.Counts counts = tally.counts();
        return new Figures(
                version, 7, counts.requests(), counts.errors(), counts.micros(), counts.buckets());
    }

    @Test
    void of_a_hundred_equal_versions_at_most_one_is_taken_back() {
        // Given
        var same = new Behaviour(0.02, 20);
        // When
        var taken = new ArrayList<End>();
        for (int seed = 0; seed < 100; seed++) {
            run(seed, 0.1, same, same, Guard.DEFAULT).ifPresent(taken::add);
        }
        // Then
        assertThat(taken).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void five_percent_of_failures_are_seen_within_five_seconds_mostly() {
        // Given
        var good = new Behaviour(0, 20);
        var bad = new Behaviour(0.05, 20);
        // When
        var looks = new ArrayList<Integer>();
        for (int seed = 0; seed < 100; seed++) {
            looks.add(run(seed, 0.25, good, bad, Guard.DEFAULT).orElseThrow().look());
        }
        // Then
        looks.sort(null);
        // the median and 19 of 20, in half seconds
        assertThat(looks.get(50)).isLessThanOrEqualTo(10);
        assertThat(looks.get(95)).isLessThanOrEqualTo(20);
    }

    @Test
    void trouble_that_hits_both_versions_is_held_against_none() {
        // Given
        var failing = new Behaviour(0.5, 20);
        // When / Then
        for (int seed = 0; seed < 20; seed++) {
            assertThat(run(seed, 0.1, failing, failing, Guard.DEFAULT)).isEmpty();
        }
    }

    @Test
    void a_version_that_takes_ten_times_as_long_is_taken_back_for_that() {
        // Given
        var fast = new Behaviour(0, 20);
        var slow = new Behaviour(0, 200);
        // When
        Optional<End> end = run(1, 0.1, fast, slow, Guard.DEFAULT);
        // Then
        assertThat(end.orElseThrow().why()).contains("took longer than");
        assertThat(end.orElseThrow().look()).isLessThanOrEqualTo(20);
    }

    @Test
    void what_is_slower_below_ten_milliseconds_is_no_reason() {
        // Given
        var fast = new Behaviour(0, 0.2);
        var slower = new Behaviour(0, 0.4);
        // When / Then
        assertThat(run(1, 0.5, fast, slower, Guard.DEFAULT)).isEmpty();
    }

    @Test
    void more_failures_than_allowed_are_seen_where_both_fail() {
        // Given
        var failing = new Behaviour(0.1, 20);
        var guard = new Guard(true, Optional.of(0.01), Optional.empty(), 20);
        // When
        Optional<End> end = run(1, 0.25, failing, failing, guard);
        // Then
        assertThat(end.orElseThrow().why()).contains("more than the 1.0 % that are allowed");
    }

    @Test
    void longer_than_allowed_is_seen_where_both_are_slow() {
        // Given
        var slow = new Behaviour(0, 300);
        var guard = new Guard(true, Optional.empty(), Optional.of(Duration.ofMillis(250)), 20);
        // When
        Optional<End> end = run(1, 0.25, slow, slow, guard);
        // Then
        assertThat(end.orElseThrow().why()).contains("took longer than 250 ms");
    }

    @Test
    void who_wants_no_judgement_gets_none() {
        // Given
        var guard = new Guard(false, Optional.empty(), Optional.empty(), 0);
        // When / Then
        assertThat(run(1, 0.5, new Behaviour(0, 20), new Behaviour(1, 20), guard)).isEmpty();
    }
}
