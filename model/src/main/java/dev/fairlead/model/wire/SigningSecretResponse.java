package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// A new signing secret, shown this once. `previousKeyId` still holds until `previousUntil`.
public record SigningSecretResponse(
        String keyId,
        String secret,
        Instant createdAt,
        @Nullable String previousKeyId,
        @Nullable Instant previousUntil) {
    /// Without the secret.
    @Override
    public String toString() {
        return "SigningSecretResponse[" + keyId + "]";
    }
}
