package dev.fairlead.model.variables;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Where a variable is seen.
public enum Seen {
    /// In the steps of a build, and nowhere else.
    BUILD,
    /// By the running service, and nowhere else.
    RUN,
    BOTH;

    /// Whether who looks from there sees it.
    public boolean from(Seen there) {
        return this == BOTH || this == there;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Seen> parse(String word) {
        return Arrays.stream(values()).filter(seen -> seen.word().equals(word)).findFirst();
    }
}
