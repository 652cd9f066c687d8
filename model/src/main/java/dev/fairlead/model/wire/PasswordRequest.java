package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// The current password, asked for again.
public record PasswordRequest(@Nullable String password) {
    /// Without the secret.
    @Override
    public String toString() {
        return "PasswordRequest";
    }
}
