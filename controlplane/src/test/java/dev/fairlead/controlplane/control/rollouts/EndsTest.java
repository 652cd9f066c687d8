package dev.fairlead.controlplane.control.rollouts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.controlplane.control.Bench;
import dev.fairlead.controlplane.control.deployments.Deployments.Wish;
import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.controlplane.store.versions.FiguresStore;
import dev.fairlead.controlplane.store.versions.Rollout;
import dev.fairlead.controlplane.store.versions.Rollout.State;
import dev.fairlead.controlplane.store.versions.RolloutEnds;
import dev.fairlead.controlplane.store.versions.RolloutStore;
import dev.fairlead.model.deployments.DeploymentState;
import dev.fairlead.model.traffic.Strategy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A rollout and its deployment say that they have ended when the data plane follows, and no
/// sooner.
class EndsTest {
    private static final Bench BENCH = new Bench();

    private final RolloutStore store = new RolloutStore(BENCH.database, Bench.CLOCK);
    private final RolloutEnds ends = new RolloutEnds(BENCH.database, Bench.CLOCK);
    private final Rollouts rollouts =
            new Rollouts(
                    store,
                    new FiguresStore(BENCH.database, Bench.CLOCK),
                    BENCH.routes,
                    (_, _, _) -> 200,
                    Bench.CLOCK);

    /// What was said of a rollout and its deployment while the data plane was being told.
    private final List<String> saidBefore = new ArrayList<>();

    @AfterEach
    void reset() {
        BENCH.plane.onPublish = () -> {};
    }

    @AfterAll
    static void close() {
        BENCH.close();
    }

    private record Begun(ServiceRecord service, Deployment deployment, Rollout rollout) {}

    private Begun begun() {
        ServiceRecord service = BENCH.function();
        BENCH.deploy(service, "one");
        Deployment made =
                BENCH.deployments.submit(
                        service,
                        Bench.accepted("two"),
                        new Wish(
                                BENCH.production(service),
                                Optional.of(Strategy.blueGreen(Optional.empty())),
                                "somebody"));
        BENCH.run.run(made.id());
        Rollout rollout = store.of(BENCH.organization, made.id()).orElseThrow();
        BENCH.plane.onPublish =
                () -> {
                    saidBefore.add(now(rollout).state().word());
                    saidBefore.add(BENCH.find(made).state().word());
                };
        return new Begun(service, made, rollout);
    }

    private Rollout now(Rollout rollout) {
        return store.find(rollout.id()).orElseThrow();
    }

    @Test
    void one_that_is_aborted_says_so_once_the_data_plane_follows() {
        // Given
        Begun begun = begun();
        // When
        Rollout ended = rollouts.abort(begun.rollout(), "by hand");
        // Then
        assertThat(saidBefore).containsExactly("running", "rolling-out");
        assertThat(ended.state()).isEqualTo(State.ABORTED);
        assertThat(BENCH.find(begun.deployment()).state()).isEqualTo(DeploymentState.SUPERSEDED);
        assertThat(BENCH.answering(begun.service().id()).orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void one_that_has_all_requests_says_so_once_the_data_plane_follows() {
        // Given
        Begun begun = begun();
        // When
        Rollout ended = rollouts.complete(begun.rollout());
        // Then
        assertThat(saidBefore).containsExactly("running", "rolling-out");
        assertThat(ended.state()).isEqualTo(State.COMPLETED);
        assertThat(BENCH.find(begun.deployment()).state()).isEqualTo(DeploymentState.ACTIVE);
        assertThat(BENCH.answering(begun.service().id()).orElseThrow().version()).isEqualTo(2);
    }

    @Test
    void one_that_a_newer_deployment_ends_says_so_once_the_data_plane_follows() {
        // Given
        Begun begun = begun();
        // When
        BENCH.deploy(begun.service(), "three");
        // Then
        assertThat(saidBefore).startsWith("running", "rolling-out");
        assertThat(now(begun.rollout()).state()).isEqualTo(State.ABORTED);
        assertThat(BENCH.find(begun.deployment()).state()).isEqualTo(DeploymentState.SUPERSEDED);
        assertThat(BENCH.answering(begun.service().id()).orElseThrow().version()).isEqualTo(3);
    }

    @Test
    void one_that_is_rolled_back_says_so_once_the_data_plane_follows() {
        // Given
        Begun begun = begun();
        // When
        BENCH.services.rollBack(
                BENCH.organization,
                begun.service().id(),
                BENCH.production(begun.service()).id(),
                Optional.empty());
        // Then
        assertThat(saidBefore).containsExactly("running", "rolling-out");
        assertThat(now(begun.rollout()).state()).isEqualTo(State.ABORTED);
    }

    @Test
    void another_begins_while_one_ends_and_what_a_dead_server_owed_is_said() {
        // Given
        Begun begun = begun();
        store.abort(begun.rollout(), "and the server died", false);
        BENCH.plane.onPublish = () -> {};
        // When
        Rollout next =
                rollouts.begin(
                        begun.service(),
                        BENCH.production(begun.service()),
                        2,
                        Strategy.blueGreen(Optional.empty()));
        // Then
        assertThat(next.state()).isEqualTo(State.RUNNING);
        assertThat(now(begun.rollout()).state()).isEqualTo(State.ABORTED);
        rollouts.abort(next, "done");
    }

    @Test
    void what_is_owed_for_long_is_known() {
        // Given
        Begun begun = begun();
        // When
        store.abort(begun.rollout(), "and the server died", true);
        // Then
        assertThat(now(begun.rollout()).state()).isEqualTo(State.RUNNING);
        assertThat(ends.overdue(Duration.ZERO)).contains(begun.service().id());
        assertThat(ends.overdue(Duration.ofHours(1))).isEmpty();
        assertThat(store.open()).noneMatch(one -> one.id().equals(begun.rollout().id()));
        BENCH.routes.release(begun.service().id());
        assertThat(BENCH.find(begun.deployment()).state()).isEqualTo(DeploymentState.FAILED);
        assertThat(ends.overdue(Duration.ZERO)).doesNotContain(begun.service().id());
    }
}
