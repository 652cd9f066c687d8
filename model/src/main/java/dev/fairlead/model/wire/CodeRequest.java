package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// A one-time code.
public record CodeRequest(@Nullable String code) {
    /// Without the secret.
    @Override
    public String toString() {
        return "CodeRequest";
    }
}
