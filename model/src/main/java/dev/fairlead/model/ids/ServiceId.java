package dev.fairlead.model.ids;

import java.time.Clock;
import java.util.UUID;

/// Names one service for ever.
public record ServiceId(UUID value) {
    private static final String PREFIX = "svc";

    public static ServiceId next(Clock clock) {
        return new ServiceId(IdText.next(clock));
    }

    /// Reads the form that `toString` writes; anything else is `Rejected`.
    public static ServiceId parse(String text) {
        return new ServiceId(IdText.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return IdText.format(PREFIX, value);
    }
}
