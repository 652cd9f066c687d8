package dev.fairlead.identity.external;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Somebody as a provider knows them. Provider and subject identify; the rest may change.
public record ExternalIdentity(
        ProviderId provider,
        String subject,
        Optional<Email> email,
        Optional<String> name,
        Set<String> groups,
        Authentication authentication) {

    public ExternalIdentity {
        groups = Set.copyOf(groups);
    }

    /// An address, verified only where the provider says so.
    public record Email(String address, boolean verified) {}

    /// When and how the provider saw them, and when it says that the session has to end.
    public record Authentication(Instant at, boolean secondFactor, Optional<Instant> sessionEnds) {}
}
