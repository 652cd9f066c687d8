package dev.fairlead.dataplane.upstream;

import dev.fairlead.dataplane.versions.UpstreamSpec;
import dev.fairlead.dataplane.versions.UpstreamSpec.Balance;
import dev.fairlead.dataplane.versions.UpstreamSpec.Target;
import dev.fairlead.dataplane.versions.UpstreamSpec.Timeouts;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// An upstream as it is now: its targets, and whose turn it is. For any thread.
public final class Upstream {
    private final UpstreamSpec spec;
    private final Optional<Places> places;
    private final Consumer<LiveTarget> doubts;
    private final AtomicInteger turns = new AtomicInteger();
    private volatile List<LiveTarget> targets;
    private volatile boolean closed;

    public Upstream(UpstreamSpec spec) {
        this(spec, Optional.empty(), _ -> {});
    }

    private Upstream(UpstreamSpec spec, Optional<Places> places, Consumer<LiveTarget> doubts) {
        this.spec = spec;
        this.places = places;
        this.doubts = doubts;
        this.targets = spec.targets().stream().map(t -> new LiveTarget(this, t)).toList();
    }

    /// One whose targets are instances that this installation starts and stops; none yet. Those
    /// that do not answer as they should get nothing, and `doubts` is told on any thread and must
    /// return at once, until they are trusted again (`LiveTarget.trust`).
    public static Upstream ofInstances(Duration drain, Places places, Consumer<LiveTarget> doubts) {
        return ofInstances(drain, Timeouts.USUAL, places, doubts);
    }

    /// The same with other timeouts.
    public static Upstream ofInstances(
            Duration drain, Timeouts timeouts, Places places, Consumer<LiveTarget> doubts) {
        return new Upstream(
                UpstreamSpec.of(List.of()).draining(drain).within(timeouts),
                Optional.of(places),
                doubts);
    }

    public UpstreamSpec spec() {
        return spec;
    }

    /// Whether its targets are our own instances, which may be at any address.
    public boolean ours() {
        return places.isPresent();
    }

    /// The queue before instances of our own.
    public Optional<Places> places() {
        return places;
    }

    public List<LiveTarget> targets() {
        return targets;
    }

    /// One more instance answers.
    public LiveTarget join(Target target) {
        var joined = new LiveTarget(this, target);
        join(joined);
        return joined;
    }

    /// One that left is back.
    public void join(LiveTarget target) {
        change(all -> Stream.concat(all, Stream.of(target)));
    }

    /// Nobody is sent to an instance any more; what is under way there goes on.
    public void leave(LiveTarget target) {
        change(all -> all.filter(one -> one != target));
    }

    private void change(UnaryOperator<Stream<LiveTarget>> how) {
        synchronized (this) {
            targets = how.apply(targets.stream()).toList();
        }
        places.ifPresent(of -> of.over(() -> targets));
    }

    /// Whether a target is one of this upstream still.
    boolean has(LiveTarget target) {
        return !closed && targets.contains(target);
    }

    /// Takes a place at a target that is not in `tried`; given back by `LiveTarget.ended`.
    public Optional<LiveTarget> take(long now, List<LiveTarget> tried) {
        if (places.isPresent()) {
            return places.get().again(tried);
        }
        Optional<LiveTarget> picked = pick(now, tried);
        picked.ifPresent(one -> one.count(1));
        return picked;
    }

    void ended(LiveTarget target) {
        if (places.isPresent()) {
            places.get().release(target);
        } else {
            target.count(-1);
        }
    }

    void doubted(LiveTarget target) {
        doubts.accept(target);
    }

    void trusted() {
        places.ifPresent(Places::serve);
    }

    /// The target that is next, of those that are up and not in `tried`.
    Optional<LiveTarget> pick(long now, List<LiveTarget> tried) {
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
        places.ifPresent(Places::close);
    }

    public boolean closed() {
        return closed;
    }
}
