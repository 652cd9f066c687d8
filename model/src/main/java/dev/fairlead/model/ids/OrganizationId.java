package dev.fairlead.model.ids;

import java.time.Clock;
import java.util.UUID;

/// Names one organization for ever.
public record OrganizationId(UUID value) {
    private static final String PREFIX = "org";

    public static OrganizationId next(Clock clock) {
        return new OrganizationId(IdText.next(clock));
    }

    /// Reads the form that `toString` writes; anything else is `Rejected`.
    public static OrganizationId parse(String text) {
        return new OrganizationId(IdText.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return IdText.format(PREFIX, value);
    }
}
