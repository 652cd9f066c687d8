package dev.fairlead.engine.streams;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// Which lines of a container's log: those `since` a time, the last `tail` of them, and with
/// `follow` also those that come until its end.
public record LogQuery(boolean follow, Optional<Instant> since, OptionalInt tail) {
    public static final LogQuery ALL = new LogQuery(false, Optional.empty(), OptionalInt.empty());

    /// All, and what comes.
    public static final LogQuery FOLLOW = new LogQuery(true, Optional.empty(), OptionalInt.empty());
}
