package dev.fairlead.model.wire;

import java.time.Instant;

/// What an invitation is for.
public record OpenInvitationResponse(
        String organization, String email, String role, boolean hasAccount, Instant expiresAt) {}
