package dev.fairlead.model.domains;

import dev.fairlead.model.ids.IdText;

import java.time.Clock;
import java.util.UUID;

/// Names one zone of a project for ever.
public record ZoneId(UUID value) {
    private static final String PREFIX = "zon";

    public static ZoneId next(Clock clock) {
        return new ZoneId(IdText.next(clock));
    }

    /// Reads the form that `toString` writes; anything else is `Rejected`.
    public static ZoneId parse(String text) {
        return new ZoneId(IdText.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return IdText.format(PREFIX, value);
    }
}
