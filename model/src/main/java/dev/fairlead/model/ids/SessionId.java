package dev.fairlead.model.ids;

import java.time.Clock;
import java.util.UUID;

/// Names one session for ever.
public record SessionId(UUID value) {
    private static final String PREFIX = "ses";

    public static SessionId next(Clock clock) {
        return new SessionId(IdText.next(clock));
    }

    /// Reads the form that `toString` writes; anything else is `Rejected`.
    public static SessionId parse(String text) {
        return new SessionId(IdText.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return IdText.format(PREFIX, value);
    }
}
