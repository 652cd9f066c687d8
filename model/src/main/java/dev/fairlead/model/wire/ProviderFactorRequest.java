package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// The second factor of a sign-in by a provider.
public record ProviderFactorRequest(
        @Nullable String provider, @Nullable String ticket, @Nullable String code) {
    /// Without the secrets.
    @Override
    public String toString() {
        return "ProviderFactorRequest";
    }
}
