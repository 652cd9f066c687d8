package dev.fairlead.identity.external;

import java.time.Instant;

/// What was used once and must not be again, until it is too old to be used anyway.
public interface ReplayMemory {
    /// Remembers `id` until then; false where it was known already. One step: of two at the same
    /// time, one gets false.
    boolean remember(ProviderId provider, String id, Instant until);
}
