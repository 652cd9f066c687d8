package dev.fairlead.model.domains;

import java.util.Arrays;
import java.util.Locale;

/// How far a claim of a domain has come.
public enum DomainState {
    /// Claimed, and nothing proves it yet.
    PENDING,
    /// Proven; nobody else can have it.
    ACTIVE,
    /// What proved it has been gone for long; it does not answer, and others may prove it.
    SUSPENDED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static DomainState parse(String word) {
        return Arrays.stream(values())
                .filter(state -> state.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no state " + word));
    }
}
