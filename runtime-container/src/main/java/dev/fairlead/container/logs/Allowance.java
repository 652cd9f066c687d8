package dev.fairlead.container.logs;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// How much of one container's output is kept: 10,000 lines and 8 MiB at once, 200 lines and 64 KiB
/// a second for long. For one thread.
final class Allowance {
    private static final double LINES_PER_SECOND = 200;
    private static final double MOST_LINES = 10_000;
    private static final double CHARS_PER_SECOND = 64 << 10;
    private static final double MOST_CHARS = 8 << 20;

    /// Once it is spent, so much of it has to come back.
    private static final double BACK = 0.1;

    private double lines = MOST_LINES;
    private double chars = MOST_CHARS;
    private long since;

    Allowance(long now) {
        this.since = now;
    }

    /// One more line; how long to wait where it was the last for now. `now` is in nanoseconds.
    Optional<Duration> spend(int length, long now) {
        double seconds = (now - since) / (double) TimeUnit.SECONDS.toNanos(1);
        since = now;
        lines = Math.min(MOST_LINES, lines + seconds * LINES_PER_SECOND) - 1;
        chars = Math.min(MOST_CHARS, chars + seconds * CHARS_PER_SECOND) - length;
        if (lines > 0 && chars > 0) {
            return Optional.empty();
        }
        double wait =
                Math.max(
                        (BACK * MOST_LINES - lines) / LINES_PER_SECOND,
                        (BACK * MOST_CHARS - chars) / CHARS_PER_SECOND);
        return Optional.of(Duration.ofMillis((long) (wait * 1000)));
    }
}
