package dev.fairlead.controlplane.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.controlplane.store.DatabaseUnavailable;
import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.DeploymentState;
import dev.fairlead.model.deployments.Diagnostic;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// The life of a deployment, whatever goes wrong in which phase.
@Timeout(60)
class DeploymentsTest {
    private static final Bench BENCH = new Bench();

    @AfterAll
    static void close() {
        BENCH.close();
    }

    @AfterEach
    void reset() {
        BENCH.toolchain.onBuild = _ -> {};
        BENCH.toolchain.onVerify = _ -> {};
        BENCH.plane.onPrepare = _ -> {};
        BENCH.plane.onPublish = () -> {};
    }

    @Test
    void a_deployment_goes_through_its_phases_and_answers() throws InterruptedException {
        // Given
        var function = BENCH.function();
        // When
        Deployment done = BENCH.deploy(function, "one");
        // Then
        assertThat(done.state()).isEqualTo(DeploymentState.ACTIVE);
        assertThat(done.version()).contains(1);
        assertThat(done.endedAt()).isPresent();
        assertThat(done.phases())
                .extracting(Deployment.Phase::name)
                .containsExactly(
                        "pending", "building", "preparing", "checking", "switching", "active");
        assertThat(BENCH.answering(function.id()))
                .hasValueSatisfying(spec -> assertThat(spec.hash()).isEqualTo(Bench.source("one")));
        assertThat(BENCH.plane.prepared).contains(BENCH.answering(function.id()).orElseThrow());
        assertThat(BENCH.logs.read(BENCH.organization, done.id(), 0, Duration.ZERO))
                .extracting(line -> line.text())
                .contains("laying bricks", "version 1 is live");
    }

    @Test
    void two_quick_updates_end_on_the_newest_source() {
        // Given
        var function = BENCH.function();
        Deployment older = BENCH.submit(function, "older");
        Deployment newer = BENCH.submit(function, "newer");
        // When
        BENCH.run.run(newer.id());
        BENCH.run.run(older.id());
        // Then
        assertThat(BENCH.find(older).state()).isEqualTo(DeploymentState.SUPERSEDED);
        assertThat(BENCH.find(newer).state()).isEqualTo(DeploymentState.ACTIVE);
        assertThat(BENCH.answering(function.id()).orElseThrow().hash())
                .isEqualTo(Bench.source("newer"));
    }

    @Test
    void an_older_deployment_that_is_overtaken_while_it_builds_does_not_switch() {
        // Given
        var function = BENCH.function();
        Deployment older = BENCH.submit(function, "slow");
        BENCH.toolchain.onVerify =
                artifact -> {
                    if (artifact.equals(Bench.source("slow"))) {
                        BENCH.run.run(BENCH.submit(function, "fast").id());
                    }
                };
        // When
        BENCH.run.run(older.id());
        // Then
        assertThat(BENCH.find(older).state()).isEqualTo(DeploymentState.SUPERSEDED);
        assertThat(BENCH.answering(function.id()).orElseThrow().hash())
                .isEqualTo(Bench.source("fast"));
    }

    @Test
    void a_newer_deployment_replaces_an_older_one_that_was_first() {
        // Given
        var function = BENCH.function();
        // When
        Deployment older = BENCH.deploy(function, "first");
        Deployment newer = BENCH.deploy(function, "second");
        // Then
        assertThat(BENCH.find(older).state()).isEqualTo(DeploymentState.SUPERSEDED);
        assertThat(BENCH.find(newer).version()).contains(2);
        assertThat(BENCH.answering(function.id()).orElseThrow().version()).isEqualTo(2);
    }

    enum Phase {
        BUILDING,
        PREPARING,
        CHECKING
    }

    private static void failIn(Phase phase, RuntimeException failure) {
        switch (phase) {
            case BUILDING ->
                    BENCH.toolchain.onBuild =
                            _ -> {
                                throw failure;
                            };
            case PREPARING ->
                    BENCH.plane.onPrepare =
                            _ -> {
                                throw failure;
                            };
            case CHECKING ->
                    BENCH.toolchain.onVerify =
                            _ -> {
                                throw failure;
                            };
        }
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void a_failure_in_any_phase_has_its_reason_and_leaves_what_was_live(Phase phase) {
        // Given
        var function = BENCH.function();
        BENCH.deploy(function, "good");
        var remark = new Diagnostic("index.js", 3, 7, "unexpected token");
        failIn(phase, new BuildFailed(ErrorCode.COMPILE_FAILED, "no", List.of(remark)));
        // When
        Deployment bad = BENCH.deploy(function, "bad");
        // Then
        assertThat(bad.state()).isEqualTo(DeploymentState.FAILED);
        assertThat(bad.failure())
                .contains(new Deployment.Failure("compile-failed", "no", List.of(remark)));
        assertThat(bad.endedAt()).isPresent();
        assertThat(BENCH.answering(function.id()).orElseThrow().hash())
                .isEqualTo(Bench.source("good"));
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void a_deployment_whose_process_died_in_a_phase_goes_on_in_it(Phase phase) {
        // Given
        var function = BENCH.function();
        Deployment made = BENCH.submit(function, "revived in " + phase);
        failIn(phase, new IllegalStateException("killed"));
        assertThatThrownBy(() -> BENCH.run.run(made.id())).hasMessage("killed");
        assertThat(BENCH.find(made).state().name()).isEqualTo(phase.name());
        reset();
        // When
        BENCH.run.run(made.id());
        // Then
        assertThat(BENCH.find(made).state()).isEqualTo(DeploymentState.ACTIVE);
        assertThat(BENCH.answering(function.id())).isPresent();
    }

    @Test
    void what_was_switched_but_not_published_is_published_by_the_next_run() {
        // Given
        var function = BENCH.function();
        Deployment made = BENCH.submit(function, "half");
        BENCH.plane.onPublish =
                () -> {
                    throw new DatabaseUnavailable("gone", new IllegalStateException());
                };
        assertThatThrownBy(() -> BENCH.run.run(made.id())).isInstanceOf(DatabaseUnavailable.class);
        assertThat(BENCH.find(made).state()).isEqualTo(DeploymentState.SWITCHING);
        reset();
        // When
        BENCH.run.run(made.id());
        // Then
        assertThat(BENCH.find(made).state()).isEqualTo(DeploymentState.ACTIVE);
        assertThat(BENCH.find(made).version()).contains(1);
        assertThat(BENCH.answering(function.id()).orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void what_a_lost_database_left_unpublished_is_published_when_it_is_back() {
        // Given
        var function = BENCH.function();
        BENCH.deploy(function, "back one");
        BENCH.deploy(function, "back two");
        BENCH.plane.onPublish =
                () -> {
                    throw new DatabaseUnavailable("gone", new IllegalStateException());
                };
        assertThatThrownBy(() ->
                        BENCH.services.rollBack(BENCH.organization, function.id(), Optional.of(1)))
                .isInstanceOf(DatabaseUnavailable.class);
        // When
        reset();
        // Then
        while (BENCH.answering(function.id()).orElseThrow().version() != 1) {
            Thread.onSpinWait();
        }
    }

    @Test
    void a_deployment_that_says_active_is_published() {
        // Given
        var function = BENCH.function();
        Deployment made = BENCH.submit(function, "seen");
        var seen = new AtomicReference<DeploymentState>();
        BENCH.plane.onPublish = () -> seen.set(BENCH.find(made).state());
        // When
        BENCH.run.run(made.id());
        // Then
        assertThat(seen.get()).isEqualTo(DeploymentState.SWITCHING);
    }

    @Test
    void a_deployment_whose_job_never_ends_fails_in_the_end() {
        // Given
        var function = BENCH.function();
        Deployment made = BENCH.submit(function, "poison");
        failIn(Phase.BUILDING, new IllegalStateException("killed"));
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> BENCH.run.run(made.id())).hasMessage("killed");
        }
        // When
        BENCH.run.run(made.id());
        // Then
        assertThat(BENCH.find(made).state()).isEqualTo(DeploymentState.FAILED);
        assertThat(BENCH.find(made).failure().orElseThrow().code()).isEqualTo("internal");
    }

    @Test
    void the_same_source_builds_nothing() {
        // Given
        var function = BENCH.function();
        Deployment first = BENCH.deploy(function, "same");
        int builds = BENCH.toolchain.builds.get();
        // When
        Deployment again = BENCH.deployments.submitIfChanged(function, Bench.accepted("same"));
        // Then
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(BENCH.toolchain.builds.get()).isEqualTo(builds);
    }

    @Test
    void the_way_back_is_one_publication_and_leads_forward_again() {
        // Given
        try (Bench own = new Bench()) {
            var function = own.function();
            own.deploy(function, "v1");
            own.deploy(function, "v2");
            int before = own.plane.published.get();
            // When
            own.services.rollBack(own.organization, function.id(), Optional.empty());
            // Then
            assertThat(own.plane.published.get() - before).isEqualTo(1);
            assertThat(own.answering(function.id()).orElseThrow().hash())
                    .isEqualTo(Bench.source("v1"));
            own.services.rollBack(own.organization, function.id(), Optional.empty());
            assertThat(own.answering(function.id()).orElseThrow().version()).isEqualTo(2);
        }
    }

    @Test
    void there_is_no_way_back_from_the_first_version() {
        // Given
        var function = BENCH.function();
        BENCH.deploy(function, "only");
        // When
        assertThatThrownBy(() ->
                        BENCH.services.rollBack(
                                BENCH.organization, function.id(), Optional.empty()))
                // Then
                .isInstanceOfSatisfying(
                        Rejected.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_EARLIER_VERSION));
    }

    @Test
    void a_deleted_function_answers_no_more() {
        // Given
        var function = BENCH.function();
        BENCH.deploy(function, "gone soon");
        // When
        BENCH.services.delete(BENCH.organization, function.id());
        // Then
        assertThat(BENCH.plane.service(function.id())).isEmpty();
        assertThat(BENCH.functionStore.find(BENCH.organization, function.id())).isEmpty();
    }

    @Test
    void a_deployment_of_a_function_that_is_deleted_meanwhile_ends_in_silence() {
        // Given
        var function = BENCH.function();
        Deployment made = BENCH.submit(function, "orphan");
        BENCH.toolchain.onBuild = _ -> BENCH.services.delete(BENCH.organization, function.id());
        // When
        BENCH.run.run(made.id());
        // Then
        assertThat(BENCH.deploymentStore.find(made.id())).isEmpty();
        assertThat(BENCH.plane.service(function.id())).isEmpty();
    }
}
