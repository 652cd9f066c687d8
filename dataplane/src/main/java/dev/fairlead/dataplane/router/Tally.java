package dev.fairlead.dataplane.router;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/// What became of the requests of one version of a split alias: counts that only grow.
public final class Tally {
    /// Buckets of durations: the first up to 100 us, each further one up to the square root of two
    /// times as long, the last without an end (some 80 s).
    public static final int BUCKETS = 41;

    private static final double FIRST_MICROS = 100;
    private static final double STEPS_PER_DOUBLING = 2;

    private final LongAdder requests = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder micros = new LongAdder();
    private final AtomicLongArray buckets = new AtomicLongArray(BUCKETS);
    private final AtomicLong last = new AtomicLong(System.nanoTime());
    private volatile boolean gone;

    /// One request ended: with a status of 500 or more it counts as an error.
    public void ended(int status, long nanos) {
        requests.increment();
        if (status >= 500) {
            errors.increment();
        }
        micros.add(nanos / 1000);
        buckets.incrementAndGet(bucket(nanos / 1000));
        last.lazySet(System.nanoTime());
    }

    /// The bucket that so many microseconds fall into.
    public static int bucket(long durationMicros) {
        if (durationMicros <= FIRST_MICROS) {
            return 0;
        }
        double doublings = Math.log(durationMicros / FIRST_MICROS) / Math.log(2);
        return Math.min(BUCKETS - 1, (int) Math.ceil(doublings * STEPS_PER_DOUBLING));
    }

    /// The longest duration that falls into a bucket, in microseconds.
    public static long most(int bucket) {
        return Math.round(FIRST_MICROS * Math.pow(2, bucket / STEPS_PER_DOUBLING));
    }

    /// As they are now. Requests that end meanwhile may be in one count and not in another yet.
    public Counts counts() {
        long[] copy = new long[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            copy[i] = buckets.get(i);
        }
        return new Counts(
                requests.sum(), errors.sum(), micros.sum(), Arrays.stream(copy).boxed().toList());
    }

    /// No request is sent here any more; those that run still count.
    void left() {
        gone = true;
    }

    /// Whether it was left, and nothing ended for so long.
    boolean forgotten(Duration kept) {
        return gone && System.nanoTime() - last.get() > kept.toNanos();
    }

    /// Counts of a moment: requests, those with a status of 500 or more, all their time together,
    /// and how many fell into each bucket.
    public record Counts(long requests, long errors, long micros, List<Long> buckets) {
        public Counts {
            buckets = List.copyOf(buckets);
        }
    }
}
