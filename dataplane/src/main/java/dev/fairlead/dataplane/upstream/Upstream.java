package dev.fairlead.dataplane.upstream;

import dev.fairlead.dataplane.versions.UpstreamSpec;
import dev.fairlead.dataplane.versions.UpstreamSpec.Balance;
import dev.fairlead.dataplane.versions.UpstreamSpec.Target;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// An upstream as it is now: its targets, and whose turn it is. For any thread.
public final class Upstream {
    private final UpstreamSpec spec;
    private final boolean ours;
    private final AtomicInteger turns = new AtomicInteger();
    private final List<Runnable> waiting = new ArrayList<>();
    private volatile List<LiveTarget> targets;
    private volatile boolean closed;

    public Upstream(UpstreamSpec spec) {
        this(spec, false);
    }

    private Upstream(UpstreamSpec spec, boolean ours) {
        this.spec = spec;
        this.ours = ours;
        this.targets = spec.targets().stream().map(t -> new LiveTarget(this, t)).toList();
    }

    /// One whose targets are instances that this installation starts and stops; none yet.
    public static Upstream ofInstances(Duration drain) {
        return new Upstream(UpstreamSpec.of(List.of()).draining(drain), true);
    }

    public UpstreamSpec spec() {
        return spec;
    }

    /// Whether its targets are our own instances, which may be at any address.
    public boolean ours() {
        return ours;
    }

    public List<LiveTarget> targets() {
        return targets;
    }

    /// One more instance answers.
    public LiveTarget join(Target target) {
        var joined = new LiveTarget(this, target);
        synchronized (this) {
            var all = new ArrayList<>(targets);
            all.add(joined);
            targets = List.copyOf(all);
        }
        told().forEach(Runnable::run);
        return joined;
    }

    /// Nobody is sent to an instance any more; what is under way there goes on.
    public synchronized void leave(LiveTarget target) {
        targets = targets.stream().filter(one -> one != target).toList();
    }

    /// Whether a target is one of this upstream still.
    boolean has(LiveTarget target) {
        return !closed && targets.contains(target);
    }

    /// Runs `then` once there is a target: at once, or on the thread that brings one.
    public void whenAny(Runnable then) {
        synchronized (this) {
            if (targets.isEmpty() && !closed) {
                waiting.add(then);
                return;
            }
        }
        then.run();
    }

    /// Whoever waits by `whenAny` does no more.
    public synchronized void forget(Runnable then) {
        waiting.remove(then);
    }

    /// The target that is next, of those that are up and not in `tried`.
    public Optional<LiveTarget> pick(long now, List<LiveTarget> tried) {
        List<LiveTarget> all = targets;
        int count = all.size();
        int from = count <= 1 ? 0 : Math.floorMod(turns.getAndIncrement(), count);
        LiveTarget best = null;
        for (int i = 0; i < count; i++) {
            LiveTarget one = all.get((from + i) % count);
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

    /// No version has it any more; what is under way ends, and who waits looks elsewhere.
    public void close() {
        closed = true;
        told().forEach(Runnable::run);
    }

    private synchronized List<Runnable> told() {
        List<Runnable> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    public boolean closed() {
        return closed;
    }
}
