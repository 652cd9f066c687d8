package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// Joins; `name` and `password` make an account where the address has none.
public record AcceptInvitationRequest(
        @Nullable String token, @Nullable String name, @Nullable String password) {
    /// Without the secret.
    @Override
    public String toString() {
        return "AcceptInvitationRequest";
    }
}
