package dev.fairlead.dataplane.upstream;

import dev.fairlead.dataplane.versions.UpstreamSpec;
import dev.fairlead.dataplane.versions.UpstreamSpec.Balance;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// An upstream as it is now: its targets, and whose turn it is. For any thread.
public final class Upstream {
    private final UpstreamSpec spec;
    private final List<LiveTarget> targets;
    private final AtomicInteger turns = new AtomicInteger();
    private volatile boolean closed;

    public Upstream(UpstreamSpec spec) {
        this.spec = spec;
        this.targets = spec.targets().stream().map(t -> new LiveTarget(this, t)).toList();
    }

    public UpstreamSpec spec() {
        return spec;
    }

    public List<LiveTarget> targets() {
        return targets;
    }

    /// The target that is next, of those that are up and not in `tried`.
    public Optional<LiveTarget> pick(long now, List<LiveTarget> tried) {
        int count = targets.size();
        int from = count == 1 ? 0 : Math.floorMod(turns.getAndIncrement(), count);
        LiveTarget best = null;
        for (int i = 0; i < count; i++) {
            LiveTarget one = targets.get((from + i) % count);
            if (!one.up(now) || tried.contains(one)) {
                continue;
            }
            if (best == null || one.outstanding() < best.outstanding()) {
                best = one;
            }
            if (spec.balance() == Balance.ROUND_ROBIN) {
                break;
            }
        }
        return Optional.ofNullable(best);
    }

    /// No version has it any more; what is under way ends.
    public void close() {
        closed = true;
    }

    public boolean closed() {
        return closed;
    }
}
