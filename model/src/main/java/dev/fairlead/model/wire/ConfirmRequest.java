package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// Proves again who holds a session.
public record ConfirmRequest(@Nullable String password, @Nullable String code) {
    /// Without the secrets.
    @Override
    public String toString() {
        return "ConfirmRequest";
    }
}
