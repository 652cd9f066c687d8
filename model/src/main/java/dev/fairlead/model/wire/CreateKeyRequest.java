package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// What a key is to be: the caller's own, or with `project` the project's. Without `scopes` it may
/// what its owner may.
public record CreateKeyRequest(
        @Nullable String name,
        @Nullable String project,
        @Nullable List<String> scopes,
        @Nullable List<String> addresses,
        @Nullable Instant expiresAt) {
    public CreateKeyRequest {
        scopes = scopes == null ? null : List.copyOf(scopes);
        addresses = addresses == null ? null : List.copyOf(addresses);
    }
}
