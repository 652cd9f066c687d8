package dev.fairlead.dataplane.proxy;

import dev.fairlead.dataplane.upstream.LiveTarget;
import dev.fairlead.dataplane.upstream.Upstream;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The targets that one request was sent to, and the one that has it now.
final class Attempts {
    private final Upstream upstream;
    private final List<LiveTarget> tried = new ArrayList<>(2);
    private @Nullable LiveTarget current;

    /// At `first` a place was taken before.
    Attempts(Upstream upstream, Optional<LiveTarget> first) {
        this.upstream = upstream;
        this.current = first.orElse(null);
    }

    /// Takes a place at one that was not tried, unless there is one already; the one that has it.
    @Nullable LiveTarget next(long now) {
        if (current == null && tried.size() <= upstream.spec().retries()) {
            current = upstream.take(now, tried).orElse(null);
        }
        return current;
    }

    boolean none() {
        return tried.isEmpty();
    }

    @Nullable LiveTarget current() {
        return current;
    }

    /// What the current one's status says of it.
    void answered(int status) {
        LiveTarget target = current;
        if (target == null) {
            return;
        }
        if (status < 500 || !upstream.spec().health().serverErrors()) {
            target.succeeded();
        } else {
            target.failed(System.nanoTime());
        }
    }

    void failed() {
        if (current != null) {
            current.failed(System.nanoTime());
        }
    }

    /// The current one could not be connected to, and is not asked again.
    void unreached() {
        if (current != null) {
            current.unreached(System.nanoTime());
        }
        setAside();
    }

    /// The current one failed and is not asked again.
    void giveUp() {
        failed();
        setAside();
    }

    private void setAside() {
        if (current != null) {
            tried.add(current);
        }
        leave();
    }

    /// It is over with the current one.
    void leave() {
        LiveTarget target = current;
        current = null;
        if (target != null) {
            target.ended();
        }
    }
}
