package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// Asks whether a login was approved.
public record DeviceTokenRequest(@Nullable String deviceCode) {
    /// Without the secret.
    @Override
    public String toString() {
        return "DeviceTokenRequest";
    }
}
