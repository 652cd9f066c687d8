package dev.fairlead.model.ids;

import java.time.Clock;
import java.util.UUID;

/// Names one stream of audit events for ever.
public record AuditStreamId(UUID value) {
    private static final String PREFIX = "aus";

    public static AuditStreamId next(Clock clock) {
        return new AuditStreamId(IdText.next(clock));
    }

    /// Reads the form that `toString` writes; anything else is `Rejected`.
    public static AuditStreamId parse(String text) {
        return new AuditStreamId(IdText.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return IdText.format(PREFIX, value);
    }
}
