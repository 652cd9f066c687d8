package dev.fairlead.dataplane.signing;

import java.time.Instant;
import java.util.Optional;

/// A secret that requests to a function are signed with. `sealed` is the same as it may be written
/// down; `until` is when it ends, where that is known.
public record SigningSecret(String keyId, String secret, String sealed, Optional<Instant> until) {
    boolean holds(Instant now) {
        return until.isEmpty() || now.isBefore(until.get());
    }

    /// Without the secret.
    @Override
    public String toString() {
        return "SigningSecret[" + keyId + "]";
    }
}
