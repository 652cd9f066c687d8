package dev.fairlead.server.apps;

import java.util.Map;

/// A setting that is a whole number.
public final class WholeNumber {
    private WholeNumber() {}

    /// `standard` where nothing is said. Throws `IllegalArgumentException` with what to write
    /// instead.
    public static long of(
            Map<String, String> environment, String name, long standard, long least, long most) {
        String text = environment.getOrDefault(name, "").strip();
        if (text.isEmpty()) {
            return standard;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // refused below, like a number out of range
        }
        throw new IllegalArgumentException(
                name + " must be a whole number from " + least + " to " + most + ", not " + text);
    }
}
