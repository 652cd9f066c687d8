package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// An invitation. `link` is there once, where no mail is sent.
public record InvitationResponse(
        String id,
        String email,
        String role,
        String invitedBy,
        Instant createdAt,
        Instant expiresAt,
        @Nullable String link) {
    /// Without the secret.
    @Override
    public String toString() {
        return "InvitationResponse";
    }
}
