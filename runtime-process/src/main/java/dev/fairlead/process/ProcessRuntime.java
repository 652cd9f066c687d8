package dev.fairlead.process;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.GuestRuntime;
import dev.fairlead.dataplane.runtime.GuestSpec;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.sandbox.Sandbox;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Runs guests as child processes in the sandbox. A child is one version's for its whole life and
/// keeps what the function keeps from call to call.
public final class ProcessRuntime implements GuestRuntime {
    private static final int MOST_CALLS = 512;
    private static final Duration ROOM_PATIENCE = Duration.ofSeconds(10);

    private final ProcessSettings settings;
    private final Launcher launcher;
    private final Semaphore room;
    private final Set<ProcessGuest> guests = ConcurrentHashMap.newKeySet();
    private final ExecutorService calls =
            new ThreadPoolExecutor(
                    0,
                    MOST_CALLS,
                    10,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    Thread.ofPlatform().daemon().name("child-call-", 0).factory());
    private final ScheduledThreadPoolExecutor deadlines =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("child-deadlines").factory());

    public ProcessRuntime(ProcessSettings settings, Sandbox sandbox) {
        this.settings = settings;
        this.launcher = new Launcher(sandbox, settings);
        this.room = new Semaphore(settings.mostChildren(), true);
        deadlines.setRemoveOnCancelPolicy(true);
        long pause = Math.max(1, settings.idleAfter().toMillis() / 4);
        var _ = deadlines.scheduleWithFixedDelay(this::sweep, pause, pause, TimeUnit.MILLISECONDS);
    }

    @Override
    public Guest guest(GuestSpec spec) {
        return new ProcessGuest(this, spec);
    }

    /// How many children live now.
    public int children() {
        return settings.mostChildren() - room.availablePermits();
    }

    ProcessSettings settings() {
        return settings;
    }

    Launcher launcher() {
        return launcher;
    }

    ScheduledThreadPoolExecutor deadlines() {
        return deadlines;
    }

    void add(ProcessGuest guest) {
        guests.add(guest);
    }

    void remove(ProcessGuest guest) {
        guests.remove(guest);
    }

    boolean submit(ChildRun run) {
        try {
            calls.execute(run);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /// Room for one more child, and how to give it back. Idle children of others go where there is
    /// none; throws `BuildFailed` where all of them work.
    Runnable takeRoom() {
        try {
            boolean taken = room.tryAcquire();
            for (ProcessGuest guest : guests) {
                if (taken) {
                    break;
                }
                taken = guest.trim(System.nanoTime(), 1) > 0 && room.tryAcquire();
            }
            if (!taken && !room.tryAcquire(ROOM_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new BuildFailed(
                        ErrorCode.AT_CAPACITY, "All processes for functions are busy.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BuildFailed(ErrorCode.GUEST_UNAVAILABLE, "The runtime is stopping.");
        }
        var given = new AtomicBoolean();
        return () -> {
            if (given.compareAndSet(false, true)) {
                room.release();
            }
        };
    }

    private void sweep() {
        long since = System.nanoTime() - settings.idleAfter().toNanos();
        // Ending a child waits for it, which a deadline must not.
        Thread.ofVirtual()
                .start(() -> guests.forEach(guest -> guest.trim(since, Integer.MAX_VALUE)));
    }

    @Override
    public void close() {
        guests.forEach(ProcessGuest::close);
        deadlines.shutdownNow();
        calls.shutdownNow();
    }
}
