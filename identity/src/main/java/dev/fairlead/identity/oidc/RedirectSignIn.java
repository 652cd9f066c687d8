package dev.fairlead.identity.oidc;

import dev.fairlead.identity.external.Refusal;
import dev.fairlead.identity.external.ReturnPath;
import dev.fairlead.identity.external.SignInOutcome;

import java.util.List;

/// Sign-in where the browser goes to a provider and comes back with a code.
public sealed interface RedirectSignIn permits OidcClient, GitHubClient {
    /// Asks the provider what it is, and with a code that nobody got whether it knows us; says what
    /// it found.
    List<String> look() throws Refusal;

    SignInStart begin(ReturnPath returnTo);

    /// `query` is what the browser came back with. The caller has already forgotten `pending`, so
    /// that it serves once.
    SignInOutcome finish(PendingSignIn pending, String query);
}
