package dev.fairlead.model.functions;

import dev.fairlead.model.errors.InvalidValue;

import java.time.Duration;

/// How much one function or app may take. `memoryBytes` is per instance, sizes are of one
/// invocation.
public record Limits(
        Duration timeout,
        long memoryBytes,
        int concurrency,
        int queueLength,
        Duration queueTimeout,
        long maxRequestBytes,
        long maxResponseBytes) {
    public static final Limits DEFAULT =
            new Limits(
                    Duration.ofSeconds(10),
                    64L << 20,
                    64,
                    1024,
                    Duration.ofSeconds(10),
                    6L << 20,
                    6L << 20);

    /// Of an app, which starts as a process of its own and takes uploads.
    public static final Limits OF_APPS =
            new Limits(
                    Duration.ofSeconds(60),
                    512L << 20,
                    256,
                    1024,
                    Duration.ofSeconds(60),
                    256L << 20,
                    1L << 30);

    /// More memory is for apps alone.
    public static final long MOST_GUEST_MEMORY = 1L << 30;

    public Limits {
        within("timeoutMs", timeout.toMillis(), 1, 900_000);
        within("memoryBytes", memoryBytes, 1 << 16, 1L << 38);
        within("concurrency", concurrency, 1, 1024);
        within("queueLength", queueLength, 0, 100_000);
        within("queueTimeoutMs", queueTimeout.toMillis(), 0, 900_000);
        within("maxRequestBytes", maxRequestBytes, 0, 16L << 30);
        within("maxResponseBytes", maxResponseBytes, 0, 16L << 30);
    }

    private static void within(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw new InvalidValue(what, "use a value from " + least + " to " + most);
        }
    }
}
