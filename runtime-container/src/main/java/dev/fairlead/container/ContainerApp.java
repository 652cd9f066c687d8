package dev.fairlead.container;

import dev.fairlead.container.instances.StartFailed;
import dev.fairlead.container.instances.Starter;
import dev.fairlead.dataplane.apps.App;
import dev.fairlead.dataplane.apps.AppInstance;
import dev.fairlead.dataplane.apps.AppInstance.State;
import dev.fairlead.dataplane.apps.Scaler;
import dev.fairlead.dataplane.apps.Scaler.Decision;
import dev.fairlead.dataplane.upstream.Places;
import dev.fairlead.dataplane.upstream.Places.Demand;
import dev.fairlead.dataplane.upstream.Upstream;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.model.apps.Scale;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Limits;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One version of an app. While it has or needs instances, a thread of its own looks again and
/// again how many there should be; without any, there is none.
final class ContainerApp implements App, Fleet.Events {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerApp.class);
    private static final long BUSY_MILLIS = 200;
    private static final long QUIET_MILLIS = 2000;
    private static final long ASKED_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final int MOST_STARTS = 4;

    private final ContainerRuntime home;
    private final AppSpec spec;
    private final boolean events;
    private final Places places;
    private final Upstream upstream;
    private final Scaler scaler;
    private final Starter starter;
    private final Fleet fleet;
    private final Backoff backoff;
    private final Usages usages;
    private Scale scale = Scale.USUAL;
    private boolean led;
    private boolean closed;
    private boolean keeping;
    private boolean adopted;
    private boolean woken;
    private boolean quiet;
    private int asked;
    private long askedAt;
    private long failures;
    private @Nullable StartFailed lastFailure;

    ContainerApp(ContainerRuntime home, AppSpec spec) {
        this.home = home;
        this.spec = spec;
        Limits limits = spec.program().limits();
        Starter starter = home.starter(spec);
        this.events = starter.takesEvents();
        int each = starter.concurrency(limits.concurrency());
        this.places = new Places(each, limits.queueLength());
        this.upstream =
                Upstream.ofInstances(
                        home.settings().drain(),
                        starter.timeouts(),
                        places,
                        target -> this.fleet().doubted(target));
        this.starter = starter;
        this.fleet = new Fleet(home, spec, starter, upstream, this);
        this.usages = home.usages();
        this.scaler = new Scaler(each, System.nanoTime());
        this.backoff = new Backoff(home.settings().pause(), home.settings().longestPause());
    }

    private Fleet fleet() {
        return fleet;
    }

    @Override
    public boolean takesEvents() {
        return events;
    }

    @Override
    public Upstream upstream() {
        return upstream;
    }

    @Override
    public synchronized void prepare(int instances) {
        long before = failures;
        if (!closed) {
            asked = Math.max(asked, instances);
            askedAt = System.nanoTime();
            places.open();
            wake();
        }
        try {
            while (upstream.targets().size() < instances && failures == before && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while an instance started", e);
        }
        if (upstream.targets().isEmpty()) {
            asked = 0;
            StartFailed why = lastFailure;
            throw why == null || closed
                    ? new BuildFailed(ErrorCode.START_FAILED, "The app was stopped.")
                    : why.forAuthor();
        }
    }

    @Override
    public synchronized void led(Scale rule) {
        if (!closed) {
            led = true;
            asked = 0;
            scale = rule;
            places.open();
            wake();
        }
    }

    @Override
    public synchronized void needed() {
        // A thread that is busy with it looks soon.
        if (quiet || !keeping) {
            wake();
        }
    }

    @Override
    public void rest() {
        synchronized (this) {
            led = false;
            asked = 0;
            wake();
        }
        places.close();
    }

    @Override
    public void close() {
        synchronized (this) {
            led = false;
            closed = true;
            wake();
        }
        upstream.close();
    }

    @Override
    public List<AppInstance> instances() {
        var all = new ArrayList<AppInstance>();
        fleet.shown().forEach(one -> all.add(one.of(starter.service())));
        all.addAll(starter.others());
        return List.copyOf(all);
    }

    @Override
    public List<AppInstance> measured() {
        return usages.of(instances());
    }

    @Override
    public synchronized void changed() {
        wake();
    }

    @Override
    public synchronized void failed(StartFailed why) {
        failures++;
        lastFailure = why;
        backoff.failed(System.nanoTime());
        wake();
    }

    @Override
    public synchronized void ended(boolean sound) {
        if (sound) {
            backoff.sound();
        } else {
            backoff.failed(System.nanoTime());
        }
    }

    @Override
    public synchronized boolean freezes() {
        return led && !closed && scale.min() == 0 && starter.spares();
    }

    private synchronized void wake() {
        woken = true;
        notifyAll();
        if (!keeping) {
            keeping = true;
            Thread.ofVirtual().name("app-" + spec.name()).start(this::keep);
        }
    }

    private void keep() {
        try {
            adopt();
            long last = System.nanoTime();
            places.demand(0);
            boolean more = true;
            while (more) {
                long now = System.nanoTime();
                try {
                    more = look(now, now - last, places.demand(now - last));
                } catch (RuntimeException e) {
                    LOG.error("an app could not be looked after app={}", spec.name(), e);
                    TimeUnit.MILLISECONDS.sleep(QUIET_MILLIS);
                }
                last = now;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void adopt() {
        synchronized (this) {
            if (adopted || closed) {
                return;
            }
            adopted = true;
        }
        try {
            fleet.adopt();
        } catch (RuntimeException e) {
            LOG.error("what runs of an app could not be taken over app={}", spec.name(), e);
        }
    }

    /// One look; false where there is nothing more to do until somebody wakes it.
    private synchronized boolean look(long now, long nanos, Demand demand)
            throws InterruptedException {
        woken = false;
        if (home.closing().begun()) {
            // Instances run on.
            keeping = false;
            return false;
        }
        int present = fleet.present();
        Decision decision = decide(now, nanos, demand, present);
        if (decision.instances() > present) {
            more(decision, present, now);
        } else if (decision.instances() < present) {
            fleet.retire(present - decision.instances());
        }
        fleet.look(now);
        if (decision.instances() == 0 && fleet.present() == 0) {
            if (!freezes()) {
                fleet.stopFrozen();
            } else if (!fleet.has(State.PAUSED)) {
                fleet.createAhead();
            }
            fleet.idle(!led);
            if (!woken) {
                keeping = false;
                return false;
            }
        }
        boolean busy =
                demand.any() || fleet.underWay() > 0 || decision.instances() != fleet.present();
        quiet = !busy;
        sleep(busy ? BUSY_MILLIS : QUIET_MILLIS);
        quiet = false;
        return true;
    }

    private synchronized void sleep(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; left > 0 && !woken; ) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
    }

    private Decision decide(long now, long nanos, Demand demand, int present) {
        boolean waits = asked > 0 && now - askedAt < ASKED_NANOS;
        if (closed || !(led || waits)) {
            return new Decision(0, "nothing leads to it");
        }
        Decision decision =
                led ? scaler.next(now, nanos, demand, present, scale) : new Decision(0, "");
        return waits && asked > decision.instances()
                ? new Decision(asked, "a deployment waits for it")
                : decision;
    }

    private void more(Decision decision, int present, long now) {
        int missing = decision.instances() - present;
        missing -= fleet.keep(missing);
        if (backoff.over(now) == 0) {
            fleet.start(Math.min(missing, MOST_STARTS - fleet.underWay()), decision.why());
        }
    }
}
