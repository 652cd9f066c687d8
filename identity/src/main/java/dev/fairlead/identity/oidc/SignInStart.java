package dev.fairlead.identity.oidc;

import dev.fairlead.identity.external.SignInOutcome.Refused;

import java.net.URI;

/// What beginning a sign-in gives.
public sealed interface SignInStart {
    /// Where to send the browser, and what to keep until it is back.
    record Leaving(URI to, PendingSignIn pending) implements SignInStart {}

    record NotPossible(Refused why) implements SignInStart {}
}
