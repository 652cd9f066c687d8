package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// An own certificate, its own first and then its issuers', and its key, both as PEM.
public record CertificateRequest(@Nullable String chain, @Nullable String key) {
    /// Without the key.
    @Override
    public String toString() {
        return "CertificateRequest";
    }
}
