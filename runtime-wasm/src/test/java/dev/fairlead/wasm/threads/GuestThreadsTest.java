package dev.fairlead.wasm.threads;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

class GuestThreadsTest {
    private final GuestThreads threads =
            new GuestThreads(
                    new ThreadSettings(
                            2, 16, 1 << 20, Duration.ofMillis(5), Duration.ofMillis(1), 1000));

    @AfterEach
    void close() {
        threads.close();
    }

    private static GuestJob job(KillSwitch killSwitch, Runnable body) {
        return new GuestJob() {
            @Override
            public KillSwitch killSwitch() {
                return killSwitch;
            }

            @Override
            public void run() {
                body.run();
            }
        };
    }

    private boolean submit(Runnable body) {
        return threads.submit(job(new KillSwitch(), body));
    }

    private static void loopUntilInterrupted() {
        while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void every_job_runs_once() throws Exception {
        // Given
        int count = 100_000;
        var done = new CountDownLatch(count);
        var ran = new AtomicInteger();
        int refused = 0;
        // When
        for (int i = 0; i < count; i++) {
            boolean taken =
                    submit(() -> {
                        ran.incrementAndGet();
                        done.countDown();
                    });
            if (!taken) {
                refused++;
                done.countDown();
            }
        }
        // Then
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(ran.get() + refused).isEqualTo(count);
        assertThat(ran.get()).isPositive();
    }

    @Test
    void jobs_that_loop_leave_room_for_others() throws Exception {
        // Given
        var started = new CountDownLatch(6);
        var switches = new KillSwitch[6];
        for (int i = 0; i < switches.length; i++) {
            var killSwitch = new KillSwitch();
            switches[i] = killSwitch;
            threads.submit(
                    job(
                            killSwitch,
                            () -> {
                                killSwitch.arm(System.nanoTime() + 60_000_000_000L);
                                started.countDown();
                                loopUntilInterrupted();
                                killSwitch.disarm();
                            }));
        }
        var ran = new CountDownLatch(1);
        // When
        submit(ran::countDown);
        // Then
        assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
        for (KillSwitch killSwitch : switches) {
            killSwitch.cancel();
        }
    }

    @Test
    void a_job_is_interrupted_soon_after_its_deadline() throws Exception {
        // Given
        var killSwitch = new KillSwitch();
        var late = new AtomicLong();
        var done = new CountDownLatch(1);
        // When
        threads.submit(
                job(
                        killSwitch,
                        () -> {
                            long deadline = System.nanoTime() + 50_000_000L;
                            killSwitch.arm(deadline);
                            loopUntilInterrupted();
                            late.set(System.nanoTime() - deadline);
                            killSwitch.disarm();
                            done.countDown();
                        }));
        // Then
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(killSwitch.timedOut()).isTrue();
        assertThat(late.get()).isBetween(0L, 500_000_000L);
    }

    @Test
    void no_interrupt_is_left_for_the_next_job() throws Exception {
        // Given
        int count = 20_000;
        var done = new CountDownLatch(count);
        var stray = new AtomicInteger();
        // When
        for (int i = 0; i < count; i++) {
            var killSwitch = new KillSwitch();
            Runnable body =
                    () -> {
                        if (Thread.currentThread().isInterrupted()) {
                            stray.incrementAndGet();
                        }
                        if (killSwitch.arm(System.nanoTime())) {
                            killSwitch.disarm();
                        }
                        done.countDown();
                    };
            if (threads.submit(job(killSwitch, body))) {
                killSwitch.cancel();
            } else {
                done.countDown();
            }
        }
        // Then
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(stray.get()).isZero();
    }
}
