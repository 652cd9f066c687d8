package dev.fairlead.process;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.GuestRuntime;
import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.sandbox.Sandbox;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Runs guests as child processes in the sandbox. A child is one version's for its whole life and
/// keeps what the function keeps from call to call.
public final class ProcessRuntime implements GuestRuntime {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessRuntime.class);
    private static final int MOST_CALLS = 512;
    private static final long STACK_BYTES = 8L << 20;

    private final ProcessSettings settings;
    private final Launcher launcher;
    private final ChildPool pool;
    private final ExecutorService calls =
            new ThreadPoolExecutor(
                    0,
                    MOST_CALLS,
                    10,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    Thread.ofPlatform()
                            .daemon()
                            .name("child-call-", 0)
                            // Guests of other runtimes run here, too, when a child calls them.
                            .stackSize(STACK_BYTES)
                            .factory());
    private final ScheduledThreadPoolExecutor deadlines =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("child-deadlines").factory());

    public ProcessRuntime(ProcessSettings settings, Sandbox sandbox) {
        this.settings = settings;
        this.launcher = new Launcher(sandbox, settings);
        this.pool = new ChildPool(settings.mostChildren());
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
        return pool.size();
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

    ChildPool pool() {
        return pool;
    }

    boolean submit(ChildRun run) {
        try {
            calls.execute(run);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void sweep() {
        pool.trim(System.nanoTime() - settings.idleAfter().toNanos());
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
        calls.shutdown();
        pool.close();
        try {
            launcher.close();
        } catch (IOException e) {
            LOG.warn("the children's folders stay", e);
        }
    }
}
