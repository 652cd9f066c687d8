package dev.fairlead.model.ids;

import java.time.Clock;
import java.util.UUID;

/// Names one role grant for ever.
public record RoleGrantId(UUID value) {
    private static final String PREFIX = "rgr";

    public static RoleGrantId next(Clock clock) {
        return new RoleGrantId(IdText.next(clock));
    }

    /// Reads the form that `toString` writes; anything else is `Rejected`.
    public static RoleGrantId parse(String text) {
        return new RoleGrantId(IdText.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return IdText.format(PREFIX, value);
    }
}
