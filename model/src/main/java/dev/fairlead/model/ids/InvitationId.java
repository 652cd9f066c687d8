package dev.fairlead.model.ids;

import java.time.Clock;
import java.util.UUID;

/// Names one invitation for ever.
public record InvitationId(UUID value) {
    private static final String PREFIX = "inv";

    public static InvitationId next(Clock clock) {
        return new InvitationId(IdText.next(clock));
    }

    /// Reads the form that `toString` writes; anything else is `Rejected`.
    public static InvitationId parse(String text) {
        return new InvitationId(IdText.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return IdText.format(PREFIX, value);
    }
}
