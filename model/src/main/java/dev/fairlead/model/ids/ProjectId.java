package dev.fairlead.model.ids;

import java.time.Clock;
import java.util.UUID;

/// Names one project for ever.
public record ProjectId(UUID value) {
    private static final String PREFIX = "prj";

    public static ProjectId next(Clock clock) {
        return new ProjectId(IdText.next(clock));
    }

    /// Reads the form that `toString` writes; anything else is `Rejected`.
    public static ProjectId parse(String text) {
        return new ProjectId(IdText.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return IdText.format(PREFIX, value);
    }
}
