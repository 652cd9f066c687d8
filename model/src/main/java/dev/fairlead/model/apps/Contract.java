package dev.fairlead.model.apps;

import java.util.Locale;
import java.util.Optional;

/// How a program in a container gets its requests: it listens for HTTP, or it asks AWS Lambda's
/// Runtime API for events.
public enum Contract {
    HTTP,
    LAMBDA;

    /// As `fairlead.yaml` has it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Contract> of(String word) {
        for (Contract one : values()) {
            if (one.word().equals(word)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }
}
