package dev.fairlead.model.ids;

import java.time.Clock;
import java.util.UUID;

/// Names one group for ever.
public record GroupId(UUID value) {
    private static final String PREFIX = "grp";

    public static GroupId next(Clock clock) {
        return new GroupId(IdText.next(clock));
    }

    /// Reads the form that `toString` writes; anything else is `Rejected`.
    public static GroupId parse(String text) {
        return new GroupId(IdText.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return IdText.format(PREFIX, value);
    }
}
