package dev.fairlead.dataplane.upstream;

import java.time.Duration;

/// How fast places before a service become free. Not for several threads at once; times are those
/// of `System.nanoTime`.
public final class Turnover {
    private static final double NANOS_PER_SECOND = 1e9;

    /// The share of the newest gap in the moving average of gaps between releases.
    private static final double NEWEST = 0.1;

    private long last;
    private double meanGapNanos;

    public void released(long now) {
        if (last != 0) {
            meanGapNanos += NEWEST * ((now - last) - meanGapNanos);
        }
        last = now;
    }

    /// How long a caller who is refused should stay away: the time that a queue of `waiting` takes
    /// at the rate at which places were given back lately, from 1 to 30 seconds.
    public Duration retryAfter(int waiting) {
        double seconds = (waiting + 1) * meanGapNanos / NANOS_PER_SECOND;
        return Duration.ofSeconds(Math.clamp((long) Math.ceil(seconds), 1, 30));
    }
}
