package dev.fairlead.container;

import dev.fairlead.dataplane.apps.App;
import dev.fairlead.dataplane.upstream.LiveTarget;
import dev.fairlead.dataplane.upstream.Upstream;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// One version of an app. While it is wanted, a thread of its own keeps an instance running: it
/// starts one, waits for its end, and starts the next, after a pause that grows as long as they do
/// not last.
final class ContainerApp implements App {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerApp.class);
    private static final Duration SOUND = Duration.ofMinutes(1);
    private static final Duration DRAIN_LOOK = Duration.ofMillis(50);

    private final ContainerRuntime home;
    private final AppSpec spec;
    private final Upstream upstream;
    private boolean wanted;
    private boolean closed;
    private boolean keeping;
    private long failures;
    private @Nullable StartFailed lastFailure;
    private @Nullable Instance current;

    ContainerApp(ContainerRuntime home, AppSpec spec) {
        this.home = home;
        this.spec = spec;
        this.upstream = Upstream.ofInstances(home.settings().drain());
    }

    @Override
    public Upstream upstream() {
        return upstream;
    }

    @Override
    public void prepare() {
        try {
            awaitInstance();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while an instance started", e);
        }
    }

    private synchronized void awaitInstance() throws InterruptedException {
        long before = failures;
        wanted();
        while (upstream.targets().isEmpty() && failures == before && !closed) {
            wait();
        }
        StartFailed why = lastFailure;
        if (upstream.targets().isEmpty()) {
            throw why == null
                    ? new BuildFailed(ErrorCode.START_FAILED, "The app was stopped.")
                    : why.forAuthor();
        }
    }

    @Override
    public synchronized void wanted() {
        if (closed) {
            return;
        }
        wanted = true;
        if (!keeping) {
            keeping = true;
            Thread.ofVirtual().name("app-" + spec.name()).start(this::keep);
        }
    }

    @Override
    public synchronized void rest() {
        wanted = false;
        notifyAll();
        drainLater();
    }

    @Override
    public synchronized void close() {
        wanted = false;
        closed = true;
        notifyAll();
        upstream.close();
        drainLater();
    }

    private void keep() {
        Duration pause = home.settings().pause();
        while (goesOn()) {
            try {
                boolean sound = once();
                pause = sound ? home.settings().pause() : longer(pause);
                if (!sound) {
                    pause(pause);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.error("an app could not be looked after app={}", spec.name(), e);
                pause = longer(pause);
            }
        }
    }

    private synchronized boolean goesOn() {
        keeping = wanted;
        return wanted;
    }

    private Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        Duration longest = home.settings().longestPause();
        return twice.compareTo(longest) > 0 ? longest : twice;
    }

    private synchronized void pause(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toMillis(); left > 0 && wanted; ) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
    }

    /// From the start of one instance to its end. False where the next one should not follow at
    /// once.
    private boolean once() throws InterruptedException {
        Instance instance;
        try {
            instance = home.launch(spec);
        } catch (StartFailed e) {
            LOG.warn("an instance did not start app={} why={}", spec.name(), e.getMessage());
            failed(e);
            return false;
        }
        LiveTarget target = joined(instance);
        String how = home.watch(instance);
        upstream.leave(target);
        synchronized (this) {
            current = null;
            notifyAll();
            if (!wanted) {
                home.gone(instance);
                return true;
            }
        }
        LOG.warn("an instance ended app={} why={}", spec.name(), how);
        instance.stop(home.settings().grace());
        home.gone(instance);
        return instance.livedFor(SOUND);
    }

    private synchronized void failed(StartFailed why) {
        failures++;
        lastFailure = why;
        notifyAll();
    }

    private synchronized LiveTarget joined(Instance instance) {
        current = instance;
        LiveTarget target = upstream.join(instance.target());
        notifyAll();
        if (!wanted) {
            drainLater();
        }
        return target;
    }

    private void drainLater() {
        Thread.ofVirtual().name("drain-" + spec.name()).start(this::drain);
    }

    /// Stops the instance once nothing is under way there, or its time is over; unless it is wanted
    /// again before.
    private void drain() {
        long end = System.nanoTime() + home.settings().drain().toNanos();
        try {
            // Whoever was sent there in the last moment has begun by then.
            boolean idle = false;
            do {
                TimeUnit.MILLISECONDS.sleep(DRAIN_LOOK.toMillis());
                boolean quiet = upstream.targets().stream().allMatch(t -> t.outstanding() == 0);
                if (idle && quiet) {
                    break;
                }
                idle = quiet;
            } while (System.nanoTime() < end && !isWanted());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        Instance stopped;
        synchronized (this) {
            stopped = wanted ? null : current;
            if (stopped == null) {
                return;
            }
            current = null;
        }
        LOG.info("an instance is stopped app={} container={}", spec.name(), stopped.container());
        stopped.stop(home.settings().grace());
    }

    private synchronized boolean isWanted() {
        return wanted;
    }
}
