package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// A browser that is signed in. `csrfToken` goes into the header `x-csrf-token` of what changes
/// something.
public record SessionResponse(UserResponse user, String csrfToken, @Nullable Instant expiresAt) {
    /// Without the secret.
    @Override
    public String toString() {
        return "SessionResponse";
    }
}
