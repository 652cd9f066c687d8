package dev.fairlead.model.ids;

import java.time.Clock;
import java.util.UUID;

/// Names one execution for ever.
public record ExecutionId(UUID value) {
    private static final String PREFIX = "exe";

    public static ExecutionId next(Clock clock) {
        return new ExecutionId(IdText.next(clock));
    }

    /// Reads the form that `toString` writes; anything else is `Rejected`.
    public static ExecutionId parse(String text) {
        return new ExecutionId(IdText.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return IdText.format(PREFIX, value);
    }
}
