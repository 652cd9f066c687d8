package dev.fairlead.dataplane.upstream;

import dev.fairlead.dataplane.versions.UpstreamSpec;
import dev.fairlead.dataplane.versions.UpstreamSpec.Check;
import dev.fairlead.dataplane.versions.UpstreamSpec.Health;

import java.util.concurrent.atomic.AtomicInteger;

/// A target as it is now. For any thread; times are those of `System.nanoTime`.
public final class LiveTarget {
    private final Upstream upstream;
    private final UpstreamSpec.Target target;
    private final AtomicInteger outstanding = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean ejected;
    private volatile long ejectedUntil;
    private volatile boolean down;
    private int checksAlike;

    LiveTarget(Upstream upstream, UpstreamSpec.Target target) {
        this.upstream = upstream;
        this.target = target;
    }

    public Upstream upstream() {
        return upstream;
    }

    public UpstreamSpec.Target target() {
        return target;
    }

    public int outstanding() {
        return outstanding.get();
    }

    public void began() {
        outstanding.incrementAndGet();
    }

    public void ended() {
        outstanding.decrementAndGet();
    }

    /// It answered as it should. After an ejection the next failure would eject it at once.
    public void succeeded() {
        if (failures.get() != 0) {
            failures.set(0);
        }
    }

    /// It could not be reached, or did not answer as it should. The only target there is is never
    /// left out for that: trying it is all that can be done.
    public void failed(long now) {
        Health health = upstream.spec().health();
        if (failures.incrementAndGet() >= health.failures() && upstream.targets().size() > 1) {
            ejectedUntil = now + health.ejection().toNanos();
            ejected = true;
        }
    }

    /// What a check found. Called by one thread.
    public void checked(boolean good, Check check) {
        checksAlike = good == down ? checksAlike + 1 : 0;
        if (checksAlike >= (down ? check.goodAfter() : check.badAfter())) {
            down = !down;
            checksAlike = 0;
            failures.set(0);
            ejected = false;
        }
    }

    /// Whether nobody needs connections to it any more.
    public boolean gone() {
        return !upstream.has(this);
    }

    /// Whether requests may go there.
    public boolean up(long now) {
        if (down) {
            return false;
        }
        if (ejected && now - ejectedUntil >= 0) {
            ejected = false;
        }
        return !ejected;
    }
}
