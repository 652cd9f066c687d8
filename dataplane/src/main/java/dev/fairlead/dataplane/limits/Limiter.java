package dev.fairlead.dataplane.limits;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// Counts who asks how often. Holds a bucket for each of `most` keys and forgets full ones, which
/// changes no answer. When `most` are not full, keys that come new share buckets among them: they
/// may be refused for others, and never get more than their own limit.
public final class Limiter {
    static final int CROWDS = 1024;
    private static final int MOST_KEYS = 100_000;

    /// How many buckets a new key looks at, for one that can be forgotten.
    private static final int LOOKED_AT = 8;

    private final int most;
    private final LongSupplier nanos;
    private final Map<LimitKey, Bucket> buckets = new ConcurrentHashMap<>();
    private final Bucket[] crowds = new Bucket[CROWDS];
    private final ReentrantLock sweeping = new ReentrantLock();
    private Iterator<Map.Entry<LimitKey, Bucket>> hand = buckets.entrySet().iterator();
    private Iterator<Map.Entry<LimitKey, Bucket>> teller = buckets.entrySet().iterator();
    private volatile Bucket.Sharing sharing = Bucket.Sharing.ALONE;

    public Limiter() {
        this(MOST_KEYS, System::nanoTime);
    }

    Limiter(int most, LongSupplier nanos) {
        this.most = most;
        this.nanos = nanos;
        long now = nanos.getAsLong();
        for (int i = 0; i < CROWDS; i++) {
            crowds[i] = new Bucket(now);
        }
    }

    /// Takes one, if there is one.
    public Decision take(LimitKey key, Policy policy) {
        while (true) {
            Bucket bucket = buckets.get(key);
            Optional<Decision> decision =
                    bucket == null
                            ? takeNew(key, policy)
                            : bucket.take(policy, nanos.getAsLong(), sharing);
            if (decision.isPresent()) {
                return decision.get();
            }
        }
    }

    /// How long until one can be taken; empty where it can now. Takes none.
    public Optional<Duration> untilFree(LimitKey key, Policy policy) {
        Bucket bucket = buckets.get(key);
        long now = nanos.getAsLong();
        return bucket == null
                ? crowd(key).untilFree(policy, now, new Bucket.Sharing(sharing.instances(), true))
                : bucket.untilFree(policy, now, sharing);
    }

    private Bucket crowd(LimitKey key) {
        return crowds[Math.floorMod(key.hashCode(), CROWDS)];
    }

    private Optional<Decision> takeNew(LimitKey key, Policy policy) {
        sweep();
        long now = nanos.getAsLong();
        Bucket crowd = crowd(key);
        if (buckets.size() >= most) {
            // No other instance hears of crowds: each keeps to its part.
            return crowd.take(policy, now, new Bucket.Sharing(sharing.instances(), true));
        }
        // Whoever was counted in a crowd has not paid yet what the crowd owes.
        return buckets.computeIfAbsent(key, _ -> new Bucket(Math.max(now, crowd.fullAt())))
                .take(policy, now, sharing);
    }

    /// A few buckets at a time, so that no request waits for all of them.
    private void sweep() {
        if (!sweeping.tryLock()) {
            return;
        }
        try {
            for (int i = 0; i < LOOKED_AT; i++) {
                if (!hand.hasNext()) {
                    hand = buckets.entrySet().iterator();
                    return;
                }
                var entry = hand.next();
                if (entry.getValue().forget(nanos.getAsLong())) {
                    buckets.remove(entry.getKey(), entry.getValue());
                }
            }
        } finally {
            sweeping.unlock();
        }
    }

    public int size() {
        return buckets.size();
    }

    /// What has to be told, of at most `mostKeys`; the next call goes on where this one ended. For
    /// one thread.
    List<Owed> unsettled(int mostKeys) {
        var found = new ArrayList<Owed>();
        int left = buckets.size();
        while (left-- > 0 && found.size() < mostKeys) {
            if (!teller.hasNext()) {
                teller = buckets.entrySet().iterator();
            }
            if (!teller.hasNext()) {
                break;
            }
            var entry = teller.next();
            Bucket.Unsettled taken = entry.getValue().settle();
            if (taken.nanos() > 0) {
                found.add(new Owed(entry.getKey(), entry.getValue(), taken));
            }
        }
        return found;
    }

    /// What one bucket has to tell.
    record Owed(LimitKey key, Bucket bucket, Bucket.Unsettled taken) {}

    long now() {
        return nanos.getAsLong();
    }

    void share(Bucket.Sharing how) {
        sharing = how;
    }

    /// How many instances count together, as far as this one heard.
    public int instances() {
        return sharing.instances();
    }
}
