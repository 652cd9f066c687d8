package dev.fairlead.dataplane.wire;

import java.util.Optional;

import javax.net.ssl.SSLEngine;

/// What answers an authority that looks at a domain by a handshake (RFC 8737).
public interface TlsChallenges {
    TlsChallenges NONE =
            new TlsChallenges() {
                @Override
                public boolean any() {
                    return false;
                }

                @Override
                public Optional<SSLEngine> engine(String host) {
                    return Optional.empty();
                }
            };

    /// Whether an authority is expected at all.
    boolean any();

    /// For the handshake with this host; empty where none is expected there.
    Optional<SSLEngine> engine(String host);
}
