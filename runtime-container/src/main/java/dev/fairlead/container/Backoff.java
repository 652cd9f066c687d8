package dev.fairlead.container;

import java.time.Duration;

/// Pauses between starts that fail, twice as long each time. Not for several threads at once; times
/// are those of `System.nanoTime`.
final class Backoff {
    private final Duration first;
    private final Duration longest;
    private Duration next;
    private long until;
    private boolean waits;

    Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
        this.next = first;
    }

    /// It did not last; several at once count once.
    void failed(long now) {
        if (over(now) == 0) {
            until = now + next.toNanos();
            waits = true;
            Duration twice = next.multipliedBy(2);
            next = twice.compareTo(longest) > 0 ? longest : twice;
        }
    }

    /// It lasts: the next failure is a first one.
    void sound() {
        next = first;
        waits = false;
    }

    /// How many nanoseconds there are until the next try.
    long over(long now) {
        if (waits && until - now <= 0) {
            waits = false;
        }
        return waits ? until - now : 0;
    }
}
