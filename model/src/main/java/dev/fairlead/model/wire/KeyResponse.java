package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// A key; `key` is its text, there only when it was made or rotated.
public record KeyResponse(
        String id,
        String name,
        String kind,
        @Nullable String user,
        @Nullable String project,
        @Nullable List<String> scopes,
        @Nullable List<String> addresses,
        String createdBy,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable String lastUsedFrom,
        @Nullable Instant previousUntil,
        @Nullable Instant revokedAt,
        @Nullable String key) {
    public KeyResponse {
        scopes = scopes == null ? null : List.copyOf(scopes);
        addresses = addresses == null ? null : List.copyOf(addresses);
    }

    /// Without the secret.
    @Override
    public String toString() {
        return "KeyResponse";
    }
}
