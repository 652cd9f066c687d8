package dev.fairlead.model.domains;

import dev.fairlead.model.ids.IdText;

import java.time.Clock;
import java.util.UUID;

/// Names one domain of a project for ever.
public record DomainId(UUID value) {
    private static final String PREFIX = "dom";

    public static DomainId next(Clock clock) {
        return new DomainId(IdText.next(clock));
    }

    /// Reads the form that `toString` writes; anything else is `Rejected`.
    public static DomainId parse(String text) {
        return new DomainId(IdText.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return IdText.format(PREFIX, value);
    }
}
