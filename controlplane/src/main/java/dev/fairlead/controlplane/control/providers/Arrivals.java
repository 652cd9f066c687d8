package dev.fairlead.controlplane.control.providers;

import dev.fairlead.controlplane.control.access.SecretText;
import dev.fairlead.controlplane.control.providers.ProviderClients.Speaking.ByForm;
import dev.fairlead.controlplane.control.providers.ProviderClients.Speaking.ByRedirect;
import dev.fairlead.controlplane.control.providers.Waiting.Opened;
import dev.fairlead.controlplane.control.sessions.Tries;
import dev.fairlead.controlplane.control.users.SecondFactors;
import dev.fairlead.controlplane.store.organizations.RoleStore;
import dev.fairlead.controlplane.store.providers.IdentityStore;
import dev.fairlead.controlplane.store.providers.IdentityStore.Subject;
import dev.fairlead.controlplane.store.providers.MappingStore;
import dev.fairlead.controlplane.store.providers.PendingStore.Purpose;
import dev.fairlead.controlplane.store.providers.PendingStore.Whose;
import dev.fairlead.controlplane.store.providers.Provider;
import dev.fairlead.controlplane.store.sessions.SessionStore;
import dev.fairlead.controlplane.store.users.User;
import dev.fairlead.controlplane.store.users.UserStore;
import dev.fairlead.identity.external.ExternalIdentity;
import dev.fairlead.identity.external.Refusal;
import dev.fairlead.identity.external.RefusalReason;
import dev.fairlead.identity.external.ReturnPath;
import dev.fairlead.identity.external.SignInOutcome;
import dev.fairlead.identity.external.SignInOutcome.Refused;
import dev.fairlead.identity.external.SignInOutcome.SignedIn;
import dev.fairlead.identity.oidc.CallbackParameters;
import dev.fairlead.identity.oidc.PendingSignIn;
import dev.fairlead.identity.oidc.RedirectSignIn;
import dev.fairlead.identity.saml.PendingRequest;
import dev.fairlead.identity.saml.SamlClient;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.UserId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The way back from a provider, and what comes of it: somebody signed in, or a provider connected.
public final class Arrivals {
    private static final int LONGEST_SUBJECT = 1500;
    private static final String CODE_TRIES = "sign-in";

    private final Providers providers;
    private final Waiting waiting;
    private final IdentityStore identities;
    private final SessionStore sessions;
    private final UserStore users;
    private final Newcomers newcomers;
    private final Belonging belonging;
    private final SecondFactors factors;
    private final Tries tries;

    /// What it needs of the rest.
    public record Parts(
            Providers providers,
            Waiting waiting,
            IdentityStore identities,
            MappingStore mapping,
            RoleStore roles,
            SessionStore sessions,
            UserStore users,
            SecondFactors factors,
            Tries tries) {}

    public Arrivals(Parts parts) {
        this.providers = parts.providers();
        this.waiting = parts.waiting();
        this.identities = parts.identities();
        this.sessions = parts.sessions();
        this.users = parts.users();
        this.newcomers = new Newcomers(parts.identities(), parts.users());
        this.belonging = new Belonging(parts.mapping(), parts.roles());
        this.factors = parts.factors();
        this.tries = parts.tries();
    }

    /// How it ended.
    public sealed interface Ended {
        /// `ends` is when the provider says that the session has to end.
        record Welcome(User user, ReturnPath to, Optional<Instant> ends) implements Ended {}

        /// The account asks for a second factor: `ticket` goes on with it.
        record FactorNeeded(SecretText ticket, ReturnPath to) implements Ended {}

        record Connected(ReturnPath to) implements Ended {}

        record Stopped(Denied why) implements Ended {}
    }

    /// With the query that the browser came back with.
    public Ended byQuery(Provider provider, String query, Visitor visitor) {
        try {
            if (!(providers.clients().of(provider) instanceof ByRedirect(RedirectSignIn client))) {
                return new Ended.Stopped(new Denied("wrong-way-back", Telling.over()));
            }
            String state = CallbackParameters.parse(query).value("state").orElse("");
            Optional<Opened> kept =
                    waiting.take(Purpose.SIGN_IN, state, provider, visitor.browser());
            if (kept.isEmpty()) {
                return unknown();
            }
            boolean connecting = kept.get().whose().isPresent();
            if (connecting && !kept.get().whose().equals(visitor.whose())) {
                return new Ended.Stopped(new Denied("session-differs", Telling.over()));
            }
            String[] secrets = kept.get().secret().split(" ", -1);
            var pending =
                    new PendingSignIn(
                            provider.name(),
                            state,
                            secrets[0],
                            secrets[1],
                            kept.get().to(),
                            kept.get().expires());
            return ended(provider, client.finish(pending, query), kept.get(), visitor);
        } catch (Refusal e) {
            return new Ended.Stopped(Denied.of(e.outcome(), provider));
        }
    }

    private static Ended unknown() {
        return new Ended.Stopped(new Denied("pending-unknown", Telling.over()));
    }

    /// With the form that the browser brought. It came from another site, so that who is signed in
    /// cannot be seen: what was kept says whose sign-in it is.
    public Ended byForm(Provider provider, String answer, String relayState, Visitor visitor) {
        try {
            if (!(providers.clients().of(provider) instanceof ByForm(SamlClient client, _))) {
                return new Ended.Stopped(new Denied("wrong-way-back", Telling.over()));
            }
            Optional<Opened> kept =
                    waiting.take(Purpose.SIGN_IN, relayState, provider, visitor.browser());
            if (kept.isEmpty()) {
                return unknown();
            }
            var pending =
                    new PendingRequest(
                            provider.name(),
                            kept.get().secret(),
                            relayState,
                            kept.get().to(),
                            kept.get().expires());
            SignInOutcome outcome = client.finish(answer, Optional.of(pending));
            return ended(provider, outcome, kept.get(), visitor);
        } catch (Refusal e) {
            return new Ended.Stopped(Denied.of(e.outcome(), provider));
        }
    }

    private Ended ended(Provider provider, SignInOutcome outcome, Opened kept, Visitor visitor) {
        return switch (outcome) {
            case Refused refused -> new Ended.Stopped(Denied.of(refused, provider));
            case SignedIn(ExternalIdentity who) -> {
                try {
                    check(provider, who);
                    yield kept.whose().isPresent()
                            ? connected(provider, who, kept.whose().get(), kept.to())
                            : welcome(provider, who, kept.to(), visitor);
                } catch (Rejected e) {
                    yield new Ended.Stopped(Denied.of(e));
                }
            }
        };
    }

    private static void check(Provider provider, ExternalIdentity who) {
        List<String> allowed = provider.admission().allowedGroups();
        if (!allowed.isEmpty() && allowed.stream().noneMatch(who.groups()::contains)) {
            throw new Rejected(
                    ErrorCode.PROVIDER_REFUSED,
                    "you are in none of the groups of "
                            + provider.displayName()
                            + " that may sign in by it");
        }
        boolean odd = who.subject().chars().anyMatch(Character::isISOControl);
        if (odd || who.subject().length() > LONGEST_SUBJECT) {
            throw Telling.of(RefusalReason.SUBJECT_MISSING, provider);
        }
    }

    private Ended connected(Provider provider, ExternalIdentity who, Whose whose, ReturnPath to) {
        boolean open = whose.session().flatMap(sessions::confirmedAt).isPresent();
        User user = users.find(whose.user()).orElseThrow(Telling::over);
        if (!open || user.disabledAt().isPresent()) {
            throw Telling.over();
        }
        var subject = new Subject(provider.name(), who.subject());
        Optional<UserId> before = identities.user(subject);
        if (before.isEmpty()) {
            if (!identities.link(subject, user.id(), email(who))) {
                throw new Rejected(
                        ErrorCode.IDENTITY_TAKEN,
                        "your account has another identity of "
                                + provider.displayName()
                                + "; disconnect that first");
            }
        } else if (!before.get().equals(user.id())) {
            throw new Rejected(
                    ErrorCode.IDENTITY_TAKEN,
                    "another account here is connected to this identity of "
                            + provider.displayName());
        }
        belonging.apply(provider, user.id(), who);
        return new Ended.Connected(to);
    }

    private Ended welcome(Provider provider, ExternalIdentity who, ReturnPath to, Visitor visitor) {
        var subject = new Subject(provider.name(), who.subject());
        User user = newcomers.of(provider, subject, who);
        if (user.disabledAt().isPresent()) {
            throw new Rejected(
                    ErrorCode.PROVIDER_REFUSED,
                    "this account is kept out; ask who administers this installation");
        }
        identities.used(subject, email(who));
        belonging.apply(provider, user.id(), who);
        Optional<Instant> ends = who.authentication().sessionEnds();
        if (user.secondFactor() && !provider.admission().trustsSecondFactor()) {
            SecretText ticket = SecretText.generate(SecretText.Kind.TICKET);
            waiting.keep(
                    Purpose.FACTOR,
                    ticket.text(),
                    provider,
                    visitor.as(Optional.of(new Whose(user.id(), Optional.empty()))),
                    to,
                    ends.map(Instant::toString).orElse(""));
            return new Ended.FactorNeeded(ticket, to);
        }
        return new Ended.Welcome(user, to, ends);
    }

    /// As the provider writes it, to be shown; nothing of what cannot be.
    private static String email(ExternalIdentity who) {
        String text = who.email().map(ExternalIdentity.Email::address).orElse("");
        String plain = text.replaceAll("\\p{C}", "");
        return plain.substring(0, Math.min(254, plain.length()));
    }

    /// Goes on where a second factor was needed; the ticket stays good until the code is right.
    public Ended.Welcome factor(
            Provider provider, String ticket, String code, SecretText browser, String address) {
        User user =
                waiting.look(Purpose.FACTOR, ticket, provider, browser)
                        .flatMap(Opened::whose)
                        .flatMap(whose -> users.find(whose.user()))
                        .filter(one -> one.disabledAt().isEmpty())
                        .orElseThrow(Telling::over);
        tries.count(CODE_TRIES, user.email().text(), address);
        UserStore.Proof proof = users.proof(user.email()).orElseThrow(Telling::over);
        boolean right = proof.sealedSecret().isPresent() && factors.take(proof, code);
        if (!right) {
            throw new Rejected(ErrorCode.SIGN_IN_REFUSED, "the code is wrong");
        }
        tries.succeeded(CODE_TRIES, user.email().text());
        Opened taken =
                waiting.take(Purpose.FACTOR, ticket, provider, browser).orElseThrow(Telling::over);
        Optional<Instant> ends =
                Optional.of(taken.secret()).filter(text -> !text.isEmpty()).map(Instant::parse);
        return new Ended.Welcome(user, taken.to(), ends);
    }
}
