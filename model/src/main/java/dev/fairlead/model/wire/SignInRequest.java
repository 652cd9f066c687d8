package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// Who signs in; `code` is of the second factor.
public record SignInRequest(
        @Nullable String email, @Nullable String password, @Nullable String code) {
    /// Without the secret.
    @Override
    public String toString() {
        return "SignInRequest";
    }
}
