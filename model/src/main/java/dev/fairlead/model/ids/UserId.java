package dev.fairlead.model.ids;

import java.time.Clock;
import java.util.UUID;

/// Names one user for ever.
public record UserId(UUID value) {
    private static final String PREFIX = "usr";

    public static UserId next(Clock clock) {
        return new UserId(IdText.next(clock));
    }

    /// Reads the form that `toString` writes; anything else is `Rejected`.
    public static UserId parse(String text) {
        return new UserId(IdText.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return IdText.format(PREFIX, value);
    }
}
