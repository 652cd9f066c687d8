package dev.fairlead.model.ids;

import java.time.Clock;
import java.util.UUID;

/// Names one request for ever.
public record RequestId(UUID value) {
    private static final String PREFIX = "req";

    public static RequestId next(Clock clock) {
        return new RequestId(IdText.next(clock));
    }

    /// Reads the form that `toString` writes; anything else is `Rejected`.
    public static RequestId parse(String text) {
        return new RequestId(IdText.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return IdText.format(PREFIX, value);
    }
}
