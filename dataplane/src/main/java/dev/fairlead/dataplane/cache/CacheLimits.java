package dev.fairlead.dataplane.cache;

import java.nio.file.Path;

/// How much is kept: in memory, and in files below `directory` where an answer is large. None of
/// either switches it off.
public record CacheLimits(long memoryBytes, long diskBytes, Path directory) {
    public static final CacheLimits NONE = new CacheLimits(0, 0, Path.of(""));

    /// Larger answers are not kept.
    public static final int MOST_ANSWER = 16 << 20;

    /// From here an answer is kept in a file.
    static final int LARGE_ANSWER = 128 << 10;

    /// All answers together that are on their way into the cache.
    static final long MOST_FILLING = 64L << 20;
}
