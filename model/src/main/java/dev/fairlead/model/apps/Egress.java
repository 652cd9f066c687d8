package dev.fairlead.model.apps;

import java.util.Locale;
import java.util.Optional;

/// Where a program in a container may connect to.
public enum Egress {
    /// Wherever its machine can.
    ALL,
    /// Nowhere but to others of its environment that may connect nowhere, and its own machine.
    NONE;

    /// As `fairlead.yaml` has it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Egress> of(String word) {
        for (Egress one : values()) {
            if (one.word().equals(word)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }
}
