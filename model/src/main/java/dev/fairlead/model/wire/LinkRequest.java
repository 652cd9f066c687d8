package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// The token of a one-time link.
public record LinkRequest(@Nullable String token) {
    /// Without the secret.
    @Override
    public String toString() {
        return "LinkRequest";
    }
}
