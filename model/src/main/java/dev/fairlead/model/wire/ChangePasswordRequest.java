package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// A new password, by the current one.
public record ChangePasswordRequest(@Nullable String current, @Nullable String password) {
    /// Without the secret.
    @Override
    public String toString() {
        return "ChangePasswordRequest";
    }
}
