package dev.fairlead.identity.saml;

import dev.fairlead.identity.external.SignInOutcome.Refused;

import java.net.URI;
import java.util.Map;

/// What beginning a sign-in gives.
public sealed interface SamlStart {
    /// Where to send the browser, and what to keep until it is back.
    record Leaving(URI to, PendingRequest pending) implements SamlStart {}

    /// A form for the browser to send there, for providers that take nothing else.
    record Posting(URI to, Map<String, String> form, PendingRequest pending) implements SamlStart {
        public Posting {
            form = Map.copyOf(form);
        }
    }

    record NotPossible(Refused why) implements SamlStart {}
}
