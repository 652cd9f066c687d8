package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// A refresh token, which is good once.
public record RefreshRequest(@Nullable String refreshToken) {
    /// Without the secret.
    @Override
    public String toString() {
        return "RefreshRequest";
    }
}
