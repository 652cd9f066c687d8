package dev.fairlead.model.ids;

import java.time.Clock;
import java.util.UUID;

/// Names one function for ever.
public record FunctionId(UUID value) {
    private static final String PREFIX = "fn";

    public static FunctionId next(Clock clock) {
        return new FunctionId(IdText.next(clock));
    }

    /// Reads the form that `toString` writes; anything else is `Rejected`.
    public static FunctionId parse(String text) {
        return new FunctionId(IdText.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return IdText.format(PREFIX, value);
    }
}
