package dev.fairlead.dataplane.limits;

import dev.fairlead.dataplane.limits.Decision.Allowed;
import dev.fairlead.dataplane.limits.Decision.Limited;

import java.time.Duration;
import java.util.Optional;

/// A bucket of tokens as the time at which it is full again: what is taken moves that on, what
/// comes back is time that passes. A full one is like none, so it can be forgotten.
final class Bucket {
    /// How the instances of an installation share: how many they are, and whether they hear of each
    /// other.
    record Sharing(int instances, boolean away) {
        static final Sharing ALONE = new Sharing(1, false);
    }

    /// What was taken since it was told last, and since when.
    record Unsettled(long nanos, long since) {}

    /// So few may be exceeded: to refuse the second request of a quiet minute would be worse.
    private static final long LEAST_SHARE = 3;

    private static final Duration SOON = Duration.ofSeconds(1);

    private long fullAt;
    private long unsettled;
    private long unsettledSince;
    // On its way to the others, who may not count it yet.
    private long telling;
    private boolean forgotten;

    Bucket(long fullAt) {
        this.fullAt = fullAt;
    }

    /// Empty when this bucket is forgotten: the caller takes from its successor.
    synchronized Optional<Decision> take(Policy policy, long now, Sharing sharing) {
        if (forgotten) {
            return Optional.empty();
        }
        Optional<Duration> wait = untilFree(policy, now, sharing);
        if (wait.isPresent()) {
            return Optional.of(new Limited(wait.get()));
        }
        long interval = policy.intervalNanos();
        long next = Math.max(fullAt, now) + cost(policy, sharing);
        if (unsettled == 0) {
            unsettledSince = now;
        }
        fullAt = next;
        unsettled += interval;
        long left = (policy.capacityNanos() - (next - now)) / interval;
        return Optional.of(new Allowed(Math.max(0, left), Duration.ofNanos(next - now)));
    }

    /// Where nothing is heard of the others, each instance keeps to its part.
    private static long cost(Policy policy, Sharing sharing) {
        long interval = policy.intervalNanos();
        return sharing.away() ? interval * sharing.instances() : interval;
    }

    /// How long until one can be taken; empty where it can now. Takes none.
    synchronized Optional<Duration> untilFree(Policy policy, long now, Sharing sharing) {
        long cost = cost(policy, sharing);
        long next = Math.max(fullAt, now) + cost;
        long over = next - now - Math.max(policy.capacityNanos(), cost);
        if (over > 0) {
            return Optional.of(Duration.ofNanos(over));
        }
        long interval = policy.intervalNanos();
        boolean together = sharing.instances() > 1 && !sharing.away();
        boolean more =
                telling + unsettled + interval > share(policy, sharing.instances()) * interval;
        return together && more ? Optional.of(SOON) : Optional.empty();
    }

    /// How many one of `instances` may take before it hears of the others.
    static long share(Policy policy, int instances) {
        return Math.max(
                Math.ceilDiv(policy.burst(), 2 * instances), Math.min(policy.burst(), LEAST_SHARE));
    }

    /// Gives out what was taken, to be told to the others; ends with `heard` or `untold`.
    synchronized Unsettled settle() {
        var taken = new Unsettled(unsettled, unsettledSince);
        telling = unsettled;
        unsettled = 0;
        return taken;
    }

    /// It could not be told.
    synchronized void untold(Unsettled taken) {
        unsettledSince = taken.since();
        unsettled += telling;
        telling = 0;
    }

    /// All instances together have taken what takes `debt` to come back.
    synchronized void heard(long now, long debt) {
        telling = 0;
        fullAt = Math.max(fullAt, now + debt + unsettled);
    }

    synchronized long fullAt() {
        return fullAt;
    }

    /// Forgets itself when it is full.
    synchronized boolean forget(long now) {
        forgotten = forgotten || fullAt - now <= 0;
        return forgotten;
    }
}
