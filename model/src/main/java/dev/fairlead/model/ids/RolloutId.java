package dev.fairlead.model.ids;

import java.time.Clock;
import java.util.UUID;

/// Names one rollout for ever.
public record RolloutId(UUID value) {
    private static final String PREFIX = "rol";

    public static RolloutId next(Clock clock) {
        return new RolloutId(IdText.next(clock));
    }

    /// Reads the form that `toString` writes; anything else is `Rejected`.
    public static RolloutId parse(String text) {
        return new RolloutId(IdText.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return IdText.format(PREFIX, value);
    }
}
