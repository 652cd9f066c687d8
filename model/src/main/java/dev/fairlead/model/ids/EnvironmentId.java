package dev.fairlead.model.ids;

import java.time.Clock;
import java.util.UUID;

/// Names one environment for ever.
public record EnvironmentId(UUID value) {
    private static final String PREFIX = "env";

    public static EnvironmentId next(Clock clock) {
        return new EnvironmentId(IdText.next(clock));
    }

    /// Reads the form that `toString` writes; anything else is `Rejected`.
    public static EnvironmentId parse(String text) {
        return new EnvironmentId(IdText.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return IdText.format(PREFIX, value);
    }
}
