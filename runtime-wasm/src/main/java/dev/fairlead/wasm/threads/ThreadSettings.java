package dev.fairlead.wasm.threads;

import java.time.Duration;

/// `atWork` threads run at a time, up to `most` when some are held up for longer than `longRun`;
/// `tick` is how often that and the deadlines are looked at; `queueLength` bounds what waits.
public record ThreadSettings(
        int atWork, int most, long stackBytes, Duration longRun, Duration tick, int queueLength) {
    public static ThreadSettings forCores(int cores) {
        return new ThreadSettings(
                Math.max(2, cores),
                256,
                8L << 20,
                Duration.ofMillis(5),
                Duration.ofMillis(1),
                100_000);
    }
}
