package dev.fairlead.controlplane.control.keyservice;

import javax.crypto.SecretKey;

/// A key management service: it has a key that never leaves it, and wraps master keys under that,
/// so that what lies on a disk opens nothing by itself. What it cannot do ends in
/// `KeyServiceFailed`.
public interface KeyService {
    /// A new master key of 32 bytes, wrapped.
    WrappedKey generate();

    /// The master key itself, as often as it is asked for.
    SecretKey unwrap(WrappedKey wrapped);

    /// The same master key under the newest version of the service's key.
    WrappedKey rewrap(WrappedKey wrapped);
}
