package dev.fairlead.model.ids;

import java.time.Clock;
import java.util.UUID;

/// Names one key for ever.
public record KeyId(UUID value) {
    private static final String PREFIX = "key";

    public static KeyId next(Clock clock) {
        return new KeyId(IdText.next(clock));
    }

    /// Reads the form that `toString` writes; anything else is `Rejected`.
    public static KeyId parse(String text) {
        return new KeyId(IdText.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return IdText.format(PREFIX, value);
    }
}
