package dev.fairlead.model.ids;

import java.time.Clock;
import java.util.UUID;

/// Names one build for ever.
public record BuildId(UUID value) {
    private static final String PREFIX = "bld";

    public static BuildId next(Clock clock) {
        return new BuildId(IdText.next(clock));
    }

    /// Reads the form that `toString` writes; anything else is `Rejected`.
    public static BuildId parse(String text) {
        return new BuildId(IdText.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return IdText.format(PREFIX, value);
    }
}
