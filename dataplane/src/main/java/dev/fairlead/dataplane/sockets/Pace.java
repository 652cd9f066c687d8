package dev.fairlead.dataplane.sockets;

import java.util.concurrent.TimeUnit;

/// How many frames of one client are taken: so many a second, twice as many at once.
final class Pace {
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int perSecond;
    private double tokens;
    private long last = System.nanoTime();

    Pace(int perSecond) {
        this.perSecond = perSecond;
        this.tokens = 2.0 * perSecond;
    }

    /// False where this is one too many.
    boolean take(long now) {
        tokens = Math.min(2.0 * perSecond, tokens + perSecond * (now - last) / SECOND);
        last = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
