package dev.fairlead.dataplane.inflight;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What is under way at one version, over all its eras.
public final class VersionInFlight {
    private final Object lock = new Object();
    private final List<Era> before = new ArrayList<>();
    private volatile @Nullable Era current;

    VersionInFlight() {}

    /// A request begins; it ends on the era that is returned.
    public Era begin() {
        Era era = current;
        if (era == null) {
            era = first();
        }
        era.begin();
        return era;
    }

    private Era first() {
        synchronized (lock) {
            Era era = current;
            if (era == null) {
                era = new Era();
                current = era;
            }
            return era;
        }
    }

    /// Watches all that is under way now, and nothing that begins later.
    public Drain drain() {
        synchronized (lock) {
            turn();
            return new Drain(before);
        }
    }

    /// Nothing leads here any more: what is open after `patience` is cut.
    public void leave(Duration patience) {
        synchronized (lock) {
            turn();
            long when = System.nanoTime() + patience.toNanos();
            before.forEach(era -> era.cutAt(when));
        }
    }

    /// Something leads here again before all was cut: nothing is.
    public void rejoin() {
        synchronized (lock) {
            before.forEach(Era::keep);
        }
    }

    /// The current era becomes one of those before; those that are empty are forgotten, but for the
    /// newest: somebody may be about to begin in it.
    private void turn() {
        before.removeIf(era -> era.open() == 0);
        Era era = current;
        if (era != null) {
            before.add(era);
            current = null;
        }
    }

    /// Requests, sockets among them, that have not ended.
    public long open() {
        return sum(true);
    }

    /// Sockets that have not ended.
    public long sockets() {
        return sum(false);
    }

    private long sum(boolean all) {
        synchronized (lock) {
            Era now = current;
            long sum = now == null ? 0 : all ? now.open() : now.sockets();
            for (Era era : before) {
                sum += all ? era.open() : era.sockets();
            }
            return sum;
        }
    }
}
