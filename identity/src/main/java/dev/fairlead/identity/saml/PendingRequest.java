package dev.fairlead.identity.saml;

import dev.fairlead.identity.external.ProviderId;
import dev.fairlead.identity.external.ReturnPath;

import java.time.Instant;

/// A sign-in between leaving for the provider and coming back. Kept by the server under its relay
/// state. The answer comes as a form of another site, which carries cookies only where they are
/// `SameSite=None`: the browser that began it has to show one of those.
public record PendingRequest(
        ProviderId provider,
        String requestId,
        String relayState,
        ReturnPath returnTo,
        Instant expires) {}
