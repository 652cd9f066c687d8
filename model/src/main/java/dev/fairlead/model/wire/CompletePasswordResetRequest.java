package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// A new password, by a link.
public record CompletePasswordResetRequest(@Nullable String token, @Nullable String password) {
    /// Without the secret.
    @Override
    public String toString() {
        return "CompletePasswordResetRequest";
    }
}
