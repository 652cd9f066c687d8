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

    Attempts(Upstream upstream) {
        this.upstream = upstream;
    }

    Optional<LiveTarget> next(long now) {
        return upstream.pick(now, tried);
    }

    /// Whether another one may be asked, and is there.
    boolean more(long now) {
        return tried.size() <= upstream.spec().retries() && next(now).isPresent();
    }

    boolean none() {
        return tried.isEmpty();
    }

    void take(LiveTarget target) {
        current = target;
        target.began();
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

    /// The current one failed and is not asked again.
    void giveUp() {
        failed();
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
