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

    /// A request to it is over, whoever sent it there.
    public void ended() {
        upstream.ended(this);
    }

    void count(int more) {
        outstanding.addAndGet(more);
    }

    /// Whether it is thought to answer. An instance that could not be reached gets nothing until
    /// somebody has looked.
    public boolean trusted() {
        return !down;
    }

    /// It answers after all.
    public void trust() {
        down = false;
        upstream.trusted();
    }

    /// It answered as it should. After an ejection the next failure would eject it at once.
    public void succeeded() {
        if (failures.get() != 0) {
            failures.set(0);
        }
    }

    /// It could not be reached, or did not answer as it should. The only target there is is never
    /// left out for that: trying it is all that can be done. Nor is an instance of ours: what it
    /// answers says nothing of other requests.
    public void failed(long now) {
        if (upstream.ours()) {
            return;
        }
        Health health = upstream.spec().health();
        if (failures.incrementAndGet() >= health.failures() && upstream.targets().size() > 1) {
            ejectedUntil = now + health.ejection().toNanos();
            ejected = true;
        }
    }

    /// No connection could be had. An instance of ours gets nothing until it is trusted again.
    public void unreached(long now) {
        failed(now);
        if (upstream.ours() && !down) {
            down = true;
            upstream.doubted(this);
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
