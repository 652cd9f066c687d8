package dev.fairlead.controlplane.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.controlplane.control.Bench;
import dev.fairlead.controlplane.control.builds.BuildQueue;
import dev.fairlead.controlplane.control.deployments.Deployments;
import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.model.deployments.DeploymentState;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// The durable queue with the real scheduler.
@Tag("slow")
@Timeout(60)
class JobsTest {
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private Jobs jobs(List<Jobs.Recurring> work) {
        return new Jobs(bench.database, bench.run, 4, work, Bench.CLOCK);
    }

    private BuildQueue queue(Jobs jobs) {
        bench.start = jobs::deploy;
        return bench.buildQueue;
    }

    private Deployments deployments(Jobs jobs) {
        BuildQueue queue = queue(jobs);
        return new Deployments(
                bench.deploymentStore,
                bench.fresh,
                bench.versions,
                bench.environments,
                bench.configurations,
                queue,
                jobs::deploy);
    }

    private Deployment ended(Deployment deployment) {
        Deployment at = bench.find(deployment);
        while (!at.state().ended()) {
            Thread.onSpinWait();
            at = bench.find(deployment);
        }
        return at;
    }

    @Test
    void a_deployment_runs_as_soon_as_it_is_submitted() throws InterruptedException {
        // Given
        var function = bench.function();
        try (Jobs jobs = jobs(List.of())) {
            jobs.start(true);
            var deployments = deployments(jobs);
            for (int i = 0; i < 10; i++) {
                ended(deployments.submit(function, Bench.accepted("warm")));
            }
            var published = new CountDownLatch(1);
            bench.plane.onPublish = published::countDown;
            // When
            long began = System.nanoTime();
            Deployment made = deployments.submit(function, Bench.accepted("timed"));
            published.await();
            // Then
            System.out.println(
                    "submit to published took " + (System.nanoTime() - began) / 1_000_000 + " ms");
            Deployment done = ended(made);
            assertThat(done.state()).isEqualTo(DeploymentState.ACTIVE);
            assertThat(Duration.between(done.createdAt(), done.endedAt().orElseThrow()))
                    .isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void trouble_that_passes_is_tried_again() {
        // Given
        var function = bench.function();
        var tries = new AtomicInteger();
        bench.toolchain.onBuild =
                _ -> {
                    if (tries.incrementAndGet() < 3) {
                        throw new IllegalStateException("for now");
                    }
                };
        try (Jobs jobs = jobs(List.of())) {
            jobs.start(true);
            // When
            Deployment done = ended(deployments(jobs).submit(function, Bench.accepted("stubborn")));
            // Then
            assertThat(done.state()).isEqualTo(DeploymentState.ACTIVE);
            assertThat(tries.get()).isEqualTo(3);
        }
    }

    @Test
    void what_a_dead_process_had_picked_is_taken_up_at_once() {
        // Given
        var function = bench.function();
        Deployment made = bench.submit(function, "left behind");
        try (Jobs jobs = jobs(List.of())) {
            jobs.deploy(made.id());
        }
        bench.database.inInstallation(handle ->
                handle.execute(
                        "update scheduled_tasks set picked = true, picked_by = 'dead',"
                                + " last_heartbeat = now()"));
        // When
        try (Jobs jobs = jobs(List.of())) {
            jobs.start(true);
            // Then
            assertThat(ended(made).state()).isEqualTo(DeploymentState.ACTIVE);
        }
    }

    @Test
    void a_deployment_that_was_written_down_but_never_queued_is_resumed() {
        // Given
        var function = bench.function();
        Deployment made = bench.submit(function, "never queued");
        try (Jobs jobs = jobs(List.of())) {
            jobs.start(true);
            // When
            queue(jobs).resume();
            // Then
            assertThat(ended(made).state()).isEqualTo(DeploymentState.ACTIVE);
        }
    }

    @Test
    void what_recurs_is_done_from_the_start() throws InterruptedException {
        // Given
        var done = new CountDownLatch(1);
        var work = new Jobs.Recurring("count", Duration.ofHours(1), done::countDown);
        // When
        try (Jobs jobs = jobs(List.of(work))) {
            jobs.start(true);
            // Then
            done.await();
        }
        assertThat(done.getCount()).isZero();
    }
}
