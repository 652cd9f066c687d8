package dev.fairlead.dataplane.upstream;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The queue before the instances of one version of an app: `each` requests at once at every
/// instance, at most `longest` wait, in the order in which they came. For any thread; whoever waits
/// is told outside of all locks.
public final class Places {
    private final int each;
    private final int longest;
    private final LongSupplier clock;
    private final SequencedSet<Waiter> waiting = new LinkedHashSet<>();
    private final Turnover turnover = new Turnover();
    private List<LiveTarget> targets = List.of();
    private boolean closed;
    private int turns;
    private int running;
    private long arrived;
    private long ended;
    private long since;
    private double area;

    public Places(int each, int longest) {
        this(each, longest, System::nanoTime);
    }

    /// By another clock than `System.nanoTime`.
    public Places(int each, int longest, LongSupplier clock) {
        this.each = each;
        this.longest = longest;
        this.clock = clock;
        this.since = clock.getAsLong();
    }

    /// Someone who wants to ask an instance.
    public interface Waiter {
        /// A place at `at` is free and now taken; give it back with `LiveTarget.ended`. Called at
        /// most once, by whoever brought the place.
        void admitted(LiveTarget at);

        /// Nobody is admitted here any more; look elsewhere.
        void sentAway();
    }

    /// What became of a wish to ask an instance.
    public sealed interface Entry {}

    /// A place is taken at once, without calling `admitted`.
    public record Admitted(LiveTarget at) implements Entry {}

    /// What else can be.
    public enum Other implements Entry {
        QUEUED,
        FULL,
        CLOSED
    }

    public synchronized Entry enter(Waiter waiter) {
        if (closed) {
            return Other.CLOSED;
        }
        settle();
        arrived++;
        if (waiting.isEmpty()) {
            LiveTarget free = free(List.of());
            if (free != null) {
                take(free);
                return new Admitted(free);
            }
        }
        if (waiting.size() >= longest) {
            return Other.FULL;
        }
        waiting.addLast(waiter);
        return Other.QUEUED;
    }

    /// Takes a waiter out of the queue; false when it was admitted or sent away before.
    public boolean leave(Waiter waiter) {
        synchronized (this) {
            settle();
            return waiting.remove(waiter);
        }
    }

    /// A place for somebody who was admitted and found that the instances in `tried` do not answer;
    /// before all who wait.
    synchronized Optional<LiveTarget> again(List<LiveTarget> tried) {
        settle();
        LiveTarget free = closed ? null : free(tried);
        if (free != null) {
            take(free);
        }
        return Optional.ofNullable(free);
    }

    /// The least busy of those that have a place; among equals they take turns.
    private @Nullable LiveTarget free(List<LiveTarget> tried) {
        LiveTarget best = null;
        int count = targets.size();
        int from = count <= 1 ? 0 : Math.floorMod(turns++, count);
        for (int i = 0; i < count; i++) {
            LiveTarget one = targets.get((from + i) % count);
            boolean fits = one.outstanding() < each && one.trusted() && !tried.contains(one);
            if (fits && (best == null || one.outstanding() < best.outstanding())) {
                best = one;
            }
        }
        return best;
    }

    private void take(LiveTarget target) {
        target.count(1);
        running++;
    }

    /// A place at a target is free again.
    void release(LiveTarget target) {
        boolean waited;
        synchronized (this) {
            long now = settle();
            target.count(-1);
            running--;
            ended++;
            turnover.released(now);
            waited = !waiting.isEmpty();
        }
        if (waited) {
            serve();
        }
    }

    /// The instances are others: those of `now` at the time it is asked.
    void over(Supplier<List<LiveTarget>> now) {
        synchronized (this) {
            targets = now.get();
        }
        serve();
    }

    /// Admits whoever waits, as long as there are places.
    void serve() {
        List<Runnable> told = new ArrayList<>();
        synchronized (this) {
            settle();
            while (!waiting.isEmpty()) {
                LiveTarget free = free(List.of());
                if (free == null) {
                    break;
                }
                take(free);
                Waiter next = waiting.removeFirst();
                told.add(() -> next.admitted(free));
            }
        }
        told.forEach(Runnable::run);
    }

    /// Nobody is admitted from now on, until it is opened; whoever waits is sent away.
    public void close() {
        List<Waiter> all;
        synchronized (this) {
            settle();
            closed = true;
            all = List.copyOf(waiting);
            waiting.clear();
        }
        all.forEach(Waiter::sentAway);
    }

    public synchronized void open() {
        closed = false;
    }

    /// How long a caller who is refused should stay away.
    public synchronized Duration retryAfter() {
        return turnover.retryAfter(waiting.size());
    }

    public synchronized int queued() {
        return waiting.size();
    }

    /// The demand since this was asked last. `running` is how many requests ran at once in the mean
    /// of that time, `arrived` and `ended` how many came and went; `waiting` is how many wait now.
    public record Demand(double running, int waiting, long arrived, long ended) {
        /// Whether anybody came or was there.
        public boolean any() {
            return running > 0 || waiting > 0 || arrived > 0;
        }
    }

    /// Asked by one who decides how many instances there are, `nanos` after it asked last.
    public synchronized Demand demand(long nanos) {
        settle();
        var demand = new Demand(nanos <= 0 ? 0 : area / nanos, waiting.size(), arrived, ended);
        area = 0;
        arrived = 0;
        ended = 0;
        return demand;
    }

    private long settle() {
        long now = clock.getAsLong();
        area += (double) (now - since) * running;
        since = now;
        return now;
    }
}
