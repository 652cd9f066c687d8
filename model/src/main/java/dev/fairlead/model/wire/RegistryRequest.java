package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// Who an organization is to a registry of images.
public record RegistryRequest(@Nullable String user, @Nullable String password) {
    /// Without the password.
    @Override
    public String toString() {
        return "RegistryRequest[" + user + "]";
    }
}
