package dev.fairlead.model.wire;

import java.time.Instant;

/// What a program signs its requests with, until `expiresAt`, and what gets it the next.
public record TokensResponse(
        String accessToken, String refreshToken, String tokenType, Instant expiresAt) {
    /// Without the secret.
    @Override
    public String toString() {
        return "TokensResponse";
    }
}
