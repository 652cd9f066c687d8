package dev.fairlead.model.ids;

import java.time.Clock;
import java.util.UUID;

/// Names one receipt for ever.
public record ReceiptId(UUID value) {
    private static final String PREFIX = "rcp";

    public static ReceiptId next(Clock clock) {
        return new ReceiptId(IdText.next(clock));
    }

    /// Reads the form that `toString` writes; anything else is `Rejected`.
    public static ReceiptId parse(String text) {
        return new ReceiptId(IdText.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return IdText.format(PREFIX, value);
    }
}
