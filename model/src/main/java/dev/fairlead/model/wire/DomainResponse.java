package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// A domain: where it leads, whether it is proven and, where not, how to and what was seen instead.
public record DomainResponse(
        String id,
        String project,
        String name,
        String shown,
        String state,
        @Nullable String service,
        String environment,
        String alias,
        boolean redirectToHttps,
        @Nullable HstsJson hsts,
        boolean automaticCertificate,
        @Nullable String challenge,
        List<DomainProofJson> proofs,
        @Nullable String provenBy,
        @Nullable String seen,
        @Nullable Instant verifiedAt,
        @Nullable Instant checkedAt,
        @Nullable Instant nextCheckAt,
        @Nullable Instant failingSince,
        Instant createdAt) {
    public DomainResponse {
        proofs = List.copyOf(proofs);
    }
}
