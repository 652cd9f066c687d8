package dev.fairlead.controlplane.control.providers;

import dev.fairlead.controlplane.control.access.SecretText;
import dev.fairlead.controlplane.control.providers.ProviderClients.Speaking.ByForm;
import dev.fairlead.controlplane.control.providers.ProviderClients.Speaking.ByRedirect;
import dev.fairlead.controlplane.control.providers.Waiting.Opened;
import dev.fairlead.controlplane.control.sessions.Tries;
import dev.fairlead.controlplane.store.providers.PendingStore.Purpose;
import dev.fairlead.controlplane.store.providers.Provider;
import dev.fairlead.identity.external.Refusal;
import dev.fairlead.identity.external.ReturnPath;
import dev.fairlead.identity.external.SignInOutcome.Refused;
import dev.fairlead.identity.oidc.PendingSignIn;
import dev.fairlead.identity.oidc.RedirectSignIn;
import dev.fairlead.identity.oidc.SignInStart;
import dev.fairlead.identity.saml.PendingRequest;
import dev.fairlead.identity.saml.SamlClient;
import dev.fairlead.identity.saml.SamlStart;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// The way out to a provider, to sign in by it or to connect it.
public final class Departures {
    private static final String TRIES = "provider-sign-in";

    private final Providers providers;
    private final Waiting waiting;
    private final Tries tries;

    public Departures(Providers providers, Waiting waiting, Tries tries) {
        this.providers = providers;
        this.waiting = waiting;
        this.tries = tries;
    }

    /// How the browser gets there.
    public sealed interface Begun {
        record Leave(URI to) implements Begun {}

        /// By a form that it sends.
        record Post(URI to, Map<String, String> form) implements Begun {
            public Post {
                form = Map.copyOf(form);
            }
        }

        record Impossible(Denied why) implements Begun {}
    }

    /// The right of who is signed in to connect `provider`, once, from this browser.
    public SecretText ticket(Provider provider, Visitor visitor, ReturnPath to) {
        tries.address(TRIES, visitor.address());
        SecretText ticket = SecretText.generate(SecretText.Kind.TICKET);
        waiting.keep(Purpose.CONNECT, ticket.text(), provider, visitor, to, "");
        return ticket;
    }

    public Begun begin(Provider provider, Visitor visitor, ReturnPath to) {
        tries.address(TRIES, visitor.address());
        return leave(provider, visitor.as(Optional.empty()), to);
    }

    /// `before` is the browser as it was when it got the ticket.
    public Begun connect(Provider provider, String ticket, SecretText before, Visitor visitor) {
        tries.address(TRIES, visitor.address());
        Optional<Opened> right =
                waiting.take(Purpose.CONNECT, ticket, provider, before)
                        .filter(kept -> kept.whose().isPresent())
                        .filter(kept -> kept.whose().equals(visitor.whose()));
        return right.isPresent()
                ? leave(provider, visitor, right.get().to())
                : new Begun.Impossible(new Denied("connect-unknown", Telling.over()));
    }

    private Begun leave(Provider provider, Visitor visitor, ReturnPath to) {
        try {
            return switch (providers.clients().of(provider)) {
                case ByRedirect(RedirectSignIn client) -> left(provider, visitor, client.begin(to));
                case ByForm(SamlClient client, _) -> left(provider, visitor, client.begin(to));
            };
        } catch (Refusal e) {
            return new Begun.Impossible(Denied.of(e.outcome(), provider));
        }
    }

    private Begun left(Provider provider, Visitor visitor, SignInStart start) {
        return switch (start) {
            case SignInStart.Leaving(URI there, PendingSignIn one) -> {
                waiting.keep(
                        Purpose.SIGN_IN,
                        one.state(),
                        provider,
                        visitor,
                        one.returnTo(),
                        one.nonce() + " " + one.codeVerifier());
                yield new Begun.Leave(there);
            }
            case SignInStart.NotPossible(Refused why) ->
                    new Begun.Impossible(Denied.of(why, provider));
        };
    }

    private Begun left(Provider provider, Visitor visitor, SamlStart start) {
        return switch (start) {
            case SamlStart.Leaving(URI there, PendingRequest one) -> {
                keep(provider, visitor, one);
                yield new Begun.Leave(there);
            }
            case SamlStart.Posting(URI there, Map<String, String> form, PendingRequest one) -> {
                keep(provider, visitor, one);
                yield new Begun.Post(there, form);
            }
            case SamlStart.NotPossible(Refused why) ->
                    new Begun.Impossible(Denied.of(why, provider));
        };
    }

    private void keep(Provider provider, Visitor visitor, PendingRequest one) {
        waiting.keep(
                Purpose.SIGN_IN,
                one.relayState(),
                provider,
                visitor,
                one.returnTo(),
                one.requestId());
    }
}
