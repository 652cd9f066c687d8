package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// The first administrator.
public record SetupRequest(
        @Nullable String token,
        @Nullable String email,
        @Nullable String name,
        @Nullable String password) {
    /// Without the secret.
    @Override
    public String toString() {
        return "SetupRequest";
    }
}
