package dev.fairlead.dataplane.signing;

import java.time.Instant;
import java.util.Set;

/// A signature that matched the head of its request. Still to be shown: that the body is the one
/// whose digest it covers, and that `nonce` is new.
public record Signature(String keyId, String nonce, Instant created, Set<String> covered) {
    static final String DIGEST = "content-digest";

    public Signature {
        covered = Set.copyOf(covered);
    }

    /// Whether a body may follow.
    public boolean coversBody() {
        return covered.contains(DIGEST);
    }
}
