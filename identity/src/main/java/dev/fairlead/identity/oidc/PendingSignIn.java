package dev.fairlead.identity.oidc;

import dev.fairlead.identity.external.ProviderId;
import dev.fairlead.identity.external.ReturnPath;

import java.time.Instant;

/// A sign-in between leaving for the provider and coming back. Kept by the server, found again by a
/// cookie of the browser that began it, used once.
public record PendingSignIn(
        ProviderId provider,
        String state,
        String nonce,
        String codeVerifier,
        ReturnPath returnTo,
        Instant expires) {

    @Override
    public String toString() {
        return "PendingSignIn[provider=" + provider + ", expires=" + expires + "]";
    }
}
