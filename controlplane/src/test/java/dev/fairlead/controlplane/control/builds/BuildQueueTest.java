package dev.fairlead.controlplane.control.builds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.controlplane.control.Bench;
import dev.fairlead.controlplane.store.builds.Build;
import dev.fairlead.controlplane.store.builds.BuildFilter;
import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.deployments.BuildState;
import dev.fairlead.model.deployments.DeploymentState;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.functions.ServiceSettings;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.names.ServiceName;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// Which build runs when: four at once, three of one project.
@Tag("slow")
@Timeout(60)
class BuildQueueTest {
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private ServiceRecord beside(ServiceRecord other, String name) {
        return bench.services.create(
                bench.organization,
                other.project(),
                new ServiceName(name),
                ServiceSettings.DEFAULT);
    }

    private Build build(Deployment deployment) {
        return bench.useBuilds.get(bench.organization, deployment.build());
    }

    private static List<DeploymentId> ids(Deployment... deployments) {
        return List.of(deployments).stream().map(Deployment::id).toList();
    }

    @Test
    void a_project_with_many_builds_leaves_a_place_for_another() {
        // Given
        ServiceRecord crowded = bench.function();
        ServiceRecord lonely = bench.function();
        Deployment one = bench.submit(crowded, "1");
        Deployment two = bench.submit(beside(crowded, "two"), "2");
        Deployment three = bench.submit(beside(crowded, "three"), "3");
        Deployment four = bench.submit(beside(crowded, "four"), "4");
        // When
        Deployment other = bench.submit(lonely, "5");
        // Then
        assertThat(bench.queue).isEqualTo(ids(one, two, three, other));
        assertThat(build(four).state()).isEqualTo(BuildState.QUEUED);
        assertThat(build(four).position()).contains(1);
    }

    @Test
    void a_place_that_becomes_free_is_taken_at_once() {
        // Given
        ServiceRecord project = bench.function();
        var submitted = new ArrayList<Deployment>();
        for (int i = 0; i < 5; i++) {
            submitted.add(bench.submit(beside(project, "f" + i), "source " + i));
        }
        assertThat(bench.queue).hasSize(3);
        // When
        bench.run.run(submitted.getFirst().id());
        // Then
        assertThat(bench.queue).hasSize(4).last().isEqualTo(submitted.get(3).id());
    }

    @Test
    void a_hundred_edits_of_one_function_build_the_first_and_the_last() {
        // Given
        ServiceRecord function = bench.function();
        var submitted = new ArrayList<Deployment>();
        // When
        for (int i = 0; i < 100; i++) {
            submitted.add(bench.submit(function, "edit " + i));
        }
        bench.run.run(submitted.getFirst().id());
        // Then
        assertThat(bench.queue).isEqualTo(ids(submitted.getFirst(), submitted.getLast()));
        assertThat(submitted.subList(1, 99))
                .allSatisfy(edit -> {
                    assertThat(build(edit).state()).isEqualTo(BuildState.SUPERSEDED);
                    assertThat(bench.find(edit).state()).isEqualTo(DeploymentState.SUPERSEDED);
                });
        bench.run.run(submitted.getLast().id());
        assertThat(bench.answering(function.id()).orElseThrow().hash())
                .isEqualTo(Bench.source("edit 99"));
        assertThat(bench.toolchain.builds.get()).isEqualTo(2);
    }

    @Test
    void builds_of_one_function_never_run_side_by_side() {
        // Given
        ServiceRecord function = bench.function();
        Deployment first = bench.submit(function, "first");
        // When
        Deployment second = bench.submit(function, "second");
        // Then
        assertThat(bench.queue).isEqualTo(ids(first));
        assertThat(build(second).state()).isEqualTo(BuildState.QUEUED);
    }

    @Test
    void a_full_queue_refuses_and_keeps_what_it_has() {
        // Given
        ServiceRecord project = bench.function();
        var queue = new BuildQueue(bench.builds, new BuildLimits(1, 1, 2), bench.queue::add);
        for (int i = 0; i < 6; i++) {
            bench.submit(beside(project, "full-" + i), "source " + i);
        }
        // When / Then
        assertThatThrownBy(queue::admit)
                .isInstanceOfSatisfying(
                        Rejected.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_MANY_BUILDS));
        assertThat(bench.builds.waiting()).isEqualTo(3);
    }

    @Test
    void a_start_goes_on_with_what_ran_and_with_what_waits() {
        // Given
        ServiceRecord project = bench.function();
        var submitted = new ArrayList<Deployment>();
        for (int i = 0; i < 5; i++) {
            submitted.add(bench.submit(beside(project, "again-" + i), "source " + i));
        }
        bench.queue.clear();
        // When
        bench.buildQueue.resume();
        // Then
        assertThat(bench.queue)
                .isEqualTo(ids(submitted.get(0), submitted.get(1), submitted.get(2)));
    }

    @Test
    void a_queued_build_that_is_cancelled_never_runs() {
        // Given
        ServiceRecord function = bench.function();
        Deployment running = bench.submit(function, "running");
        Deployment waiting = bench.submit(function, "waiting");
        // When
        Build cancelled = bench.useBuilds.cancel(bench.organization, waiting.build());
        bench.run.run(running.id());
        // Then
        assertThat(cancelled.state()).isEqualTo(BuildState.CANCELLED);
        assertThat(bench.find(waiting).state()).isEqualTo(DeploymentState.CANCELLED);
        assertThat(bench.queue).isEqualTo(ids(running));
        assertThat(bench.answering(function.id()).orElseThrow().hash())
                .isEqualTo(Bench.source("running"));
    }

    @Test
    void a_running_build_that_is_cancelled_is_interrupted_and_leaves_what_was_live()
            throws InterruptedException {
        // Given
        ServiceRecord function = bench.function();
        bench.deploy(function, "good");
        Deployment made = bench.submit(function, "endless");
        var began = new CountDownLatch(1);
        bench.toolchain.onBuild =
                _ -> {
                    began.countDown();
                    awaitInterrupt();
                };
        Thread worker = Thread.ofPlatform().start(() -> bench.run.run(made.id()));
        began.await();
        // When
        bench.useBuilds.cancel(bench.organization, made.build());
        worker.join();
        // Then
        assertThat(bench.find(made).state()).isEqualTo(DeploymentState.CANCELLED);
        assertThat(bench.find(made).failure().orElseThrow().code()).isEqualTo("build-cancelled");
        assertThat(bench.answering(function.id()).orElseThrow().hash())
                .isEqualTo(Bench.source("good"));
    }

    private static void awaitInterrupt() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("the compiler was interrupted", e);
        }
    }

    @Test
    void a_build_that_was_cancelled_on_another_node_ends_with_its_phase() {
        // Given
        ServiceRecord function = bench.function();
        Deployment made = bench.submit(function, "elsewhere");
        var elsewhere =
                new Builds(
                        bench.builds, bench.deploymentStore, new RunningBuilds(), bench.buildQueue);
        var phases = new ArrayList<BuildPhase>();
        bench.toolchain.onPhase =
                phase -> {
                    phases.add(phase);
                    elsewhere.cancel(bench.organization, made.build());
                };
        // When
        bench.run.run(made.id());
        // Then
        assertThat(bench.find(made).state()).isEqualTo(DeploymentState.CANCELLED);
        assertThat(bench.toolchain.finished.get()).isZero();
        assertThat(phases).hasSize(1);
    }

    @Test
    void what_has_ended_is_not_cancelled() {
        // Given
        ServiceRecord function = bench.function();
        Deployment done = bench.deploy(function, "done");
        // When / Then
        assertThatThrownBy(() -> bench.useBuilds.cancel(bench.organization, done.build()))
                .isInstanceOfSatisfying(
                        Rejected.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BUILD_ENDED));
    }

    private Deployment dead(ServiceRecord function, String source) {
        Deployment made = bench.submit(function, source);
        bench.run.giveUp(made.id(), new IllegalStateException("the disk is gone"));
        return bench.find(made);
    }

    @Test
    void what_was_given_up_is_a_dead_letter_that_can_be_redriven_once() {
        // Given
        ServiceRecord function = bench.function();
        Deployment dead = dead(function, "unlucky");
        assertThat(
                        bench.builds
                                .list(
                                        bench.organization,
                                        new BuildFilter(
                                                Optional.empty(), Optional.of(BuildState.DEAD)),
                                        Optional.empty(),
                                        10)
                                .items())
                .extracting(Build::id)
                .containsExactly(dead.build());
        // When
        Deployment again = bench.useBuilds.redrive(bench.organization, dead.build());
        bench.run.run(again.id());
        // Then
        assertThat(bench.find(again).state()).isEqualTo(DeploymentState.ACTIVE);
        assertThat(build(dead).state()).isEqualTo(BuildState.REDRIVEN);
        assertThat(build(dead).redrivenAs()).contains(again.id());
        assertThatThrownBy(() -> bench.useBuilds.redrive(bench.organization, dead.build()))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.BUILD_NOT_DEAD));
    }

    @Test
    void a_dead_letter_does_not_come_back_over_a_newer_source() {
        // Given
        ServiceRecord function = bench.function();
        Deployment dead = dead(function, "old");
        bench.deploy(function, "new");
        // When / Then
        assertThatThrownBy(() -> bench.useBuilds.redrive(bench.organization, dead.build()))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.DEPLOYMENT_SUPERSEDED));
        assertThat(build(dead).state()).isEqualTo(BuildState.DEAD);
        assertThat(bench.answering(function.id()).orElseThrow().hash())
                .isEqualTo(Bench.source("new"));
    }

    @Test
    void a_second_try_gives_way_to_a_newer_source() {
        // Given
        ServiceRecord function = bench.function();
        Deployment first = bench.submit(function, "flaky");
        bench.toolchain.onBuild =
                _ -> {
                    throw new IllegalStateException("the disk is full");
                };
        assertThatThrownBy(() -> bench.run.run(first.id())).hasMessage("the disk is full");
        Deployment second = bench.submit(function, "newer");
        // When
        bench.run.run(first.id());
        // Then
        assertThat(bench.find(first).state()).isEqualTo(DeploymentState.SUPERSEDED);
        assertThat(bench.queue).isEqualTo(ids(first, second));
    }

    @Test
    void a_build_tells_its_phases_with_their_times() {
        // Given / When
        Deployment done = bench.deploy(bench.function(), "phases");
        // Then
        Build build = build(done);
        assertThat(build.phases())
                .extracting(Deployment.Phase::name)
                .containsExactly("queued", "compiling");
        assertThat(build.phases())
                .isSortedAccordingTo((a, b) -> a.startedAt().compareTo(b.startedAt()));
        assertThat(build.state()).isEqualTo(BuildState.SUCCEEDED);
        assertThat(build.attempts()).isEqualTo(1);
    }
}
