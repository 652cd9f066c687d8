package dev.fairlead.dataplane.signing;

import dev.fairlead.model.ids.ServiceId;

import java.time.Instant;
import java.util.List;

/// Remembers for all instances together which nonces were used.
public interface NonceStore {
    /// Knows nothing, so nothing is let in.
    NonceStore CLOSED = uses -> uses.stream().map(_ -> Outcome.UNAVAILABLE).toList();

    /// A nonce of a function, used by a signature made at `created` with the secret `keyId`.
    record Use(ServiceId function, String keyId, String nonce, Instant created) {}

    /// What came of a use.
    enum Outcome {
        /// Nobody used it before, on any instance.
        FRESH,
        USED,
        /// The secret does not hold any more.
        REVOKED,
        /// It cannot be said now.
        UNAVAILABLE
    }

    /// One outcome for each, in their order; no two of `uses` are of the same function and nonce.
    /// May block.
    List<Outcome> remember(List<Use> uses);
}
