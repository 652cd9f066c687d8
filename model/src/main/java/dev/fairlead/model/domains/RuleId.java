package dev.fairlead.model.domains;

import dev.fairlead.model.ids.IdText;

import java.time.Clock;
import java.util.UUID;

/// Names one route of a domain for ever.
public record RuleId(UUID value) {
    private static final String PREFIX = "rte";

    public static RuleId next(Clock clock) {
        return new RuleId(IdText.next(clock));
    }

    /// Reads the form that `toString` writes; anything else is `Rejected`.
    public static RuleId parse(String text) {
        return new RuleId(IdText.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return IdText.format(PREFIX, value);
    }
}
