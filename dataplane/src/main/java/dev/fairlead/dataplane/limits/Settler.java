package dev.fairlead.dataplane.limits;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Tells the other instances what this one let through and hears what they did, ten times a second,
/// so that no request has to ask. Where that fails each instance keeps to its part until it works
/// again.
public final class Settler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Settler.class);
    private static final long ROUND_MILLIS = 100;
    private static final long QUIET_MILLIS = 2_000;
    private static final int MOST_KEYS = 1_000;

    private final Limiter limiter;
    private final SharedBudget budget;
    private final Thread thread;
    private volatile boolean closed;
    private int instances = 1;
    private boolean away;

    public Settler(Limiter limiter, SharedBudget budget) {
        this.limiter = limiter;
        this.budget = budget;
        this.thread = Thread.ofVirtual().name("limits").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        long told = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(QUIET_MILLIS);
        while (!closed) {
            try {
                if (round(System.nanoTime() - told >= QUIET_MILLIS * 1_000_000)) {
                    told = System.nanoTime();
                }
                TimeUnit.MILLISECONDS.sleep(ROUND_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.error("limits were not shared", e);
                lost(List.of());
            }
        }
    }

    /// One exchange; with nothing to tell only where it is `due`. False when there was none.
    boolean round(boolean due) {
        List<Limiter.Owed> owed = limiter.unsettled(MOST_KEYS);
        if (owed.isEmpty() && !due) {
            return false;
        }
        long now = limiter.now();
        var taken = new ArrayList<SharedBudget.Taken>(owed.size());
        for (Limiter.Owed one : owed) {
            taken.add(
                    new SharedBudget.Taken(
                            one.key().text(),
                            Duration.ofNanos(one.taken().nanos()),
                            Duration.ofNanos(now - one.taken().since())));
        }
        var settled = budget.settle(taken);
        if (settled.isEmpty()) {
            lost(owed);
            return true;
        }
        if (away) {
            LOG.info("limits are shared again");
        }
        away = false;
        instances = Math.max(1, settled.get().instances());
        limiter.share(new Bucket.Sharing(instances, false));
        long heardAt = limiter.now();
        for (Limiter.Owed one : owed) {
            Duration debt = settled.get().debts().getOrDefault(one.key().text(), Duration.ZERO);
            one.bucket().heard(heardAt, debt.toNanos());
        }
        return true;
    }

    private void lost(List<Limiter.Owed> owed) {
        if (!away) {
            LOG.warn("limits are not shared for now instances={}", instances);
        }
        away = true;
        limiter.share(new Bucket.Sharing(instances, true));
        owed.forEach(one -> one.bucket().untold(one.taken()));
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
