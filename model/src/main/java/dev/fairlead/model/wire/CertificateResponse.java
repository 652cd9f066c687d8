package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// A certificate, without its key, and how getting the next one goes.
public record CertificateResponse(
        String id,
        String project,
        String source,
        String state,
        List<String> names,
        @Nullable String issuer,
        @Nullable String fingerprint,
        @Nullable Instant notBefore,
        @Nullable Instant notAfter,
        @Nullable Instant nextTryAt,
        int failures,
        @Nullable String error,
        Instant createdAt) {
    public CertificateResponse {
        names = List.copyOf(names);
    }
}
