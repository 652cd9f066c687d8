package dev.fairlead.controlplane.control.users;

import dev.fairlead.controlplane.control.access.SecretText;
import dev.fairlead.controlplane.store.sessions.SessionStore;
import dev.fairlead.controlplane.store.users.LinkStore;
import dev.fairlead.controlplane.store.users.LinkStore.Link;
import dev.fairlead.controlplane.store.users.LinkStore.Purpose;
import dev.fairlead.controlplane.store.users.User;
import dev.fairlead.controlplane.store.users.UserStore;
import dev.fairlead.identity.passwords.Passwords;
import dev.fairlead.identity.passwords.Strength;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.FieldError;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.SessionId;
import dev.fairlead.model.ids.UserId;
import dev.fairlead.model.people.DisplayName;
import dev.fairlead.model.people.EmailAddress;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Accounts from the first one on: made, proven, given another password.
public final class Accounts {
    private static final Duration SETUP = Duration.ofHours(24);
    private static final Duration RESET = Duration.ofHours(1);
    private static final Duration VERIFICATION = Duration.ofDays(3);

    private final UserStore users;
    private final LinkStore links;
    private final SessionStore sessions;
    private final Passwords passwords;
    private final Strength strength;
    private final Mail mail;
    private final String url;
    private final Clock clock;

    /// `url` is where people reach the installation.
    public Accounts(
            UserStore users,
            LinkStore links,
            SessionStore sessions,
            Passwords passwords,
            Mail mail,
            String url,
            Clock clock) {
        this.users = users;
        this.links = links;
        this.sessions = sessions;
        this.passwords = passwords;
        this.strength = new Strength();
        this.mail = mail;
        this.url = url;
        this.clock = clock;
    }

    /// A link that makes the first administrator, while there is none.
    public Optional<String> setupLink() {
        return users.anyAdministrator()
                ? Optional.empty()
                : Optional.of(
                        link("setup", Purpose.SETUP, Optional.empty(), Optional.empty(), SETUP));
    }

    /// A token behind `#` is in no log and no referrer.
    private String link(
            String page,
            Purpose purpose,
            Optional<UserId> user,
            Optional<String> email,
            Duration life) {
        SecretText token = SecretText.generate(SecretText.Kind.LINK);
        links.create(token.hash(), new Link(purpose, user, email), clock.instant().plus(life));
        return url + "/" + page + "#token=" + token.text();
    }

    /// The first administrator, for whoever has the setup link.
    public User setUp(String token, EmailAddress email, DisplayName name, String password) {
        if (users.anyAdministrator()) {
            throw new Rejected(ErrorCode.SETUP_DONE, "sign in, or ask an administrator");
        }
        // Hashing is work that nobody gets done without a link.
        if (hashOf(token).flatMap(h -> links.find(h, Purpose.SETUP)).isEmpty()) {
            throw invalid();
        }
        String hash = hash(password, email, name);
        take(token, Purpose.SETUP);
        return users.create(email, name, hash, false, true);
    }

    /// Somebody who was invited; `verified` where the invitation reached nobody but them.
    public User create(EmailAddress email, DisplayName name, String password, boolean verified) {
        return users.create(email, name, hash(password, email, name), verified, false);
    }

    private Link take(String token, Purpose purpose) {
        return hashOf(token)
                .flatMap(hash -> links.take(hash, purpose))
                .orElseThrow(Accounts::invalid);
    }

    private static Optional<String> hashOf(String token) {
        return SecretText.parse(token)
                .filter(secret -> secret.kind() == SecretText.Kind.LINK)
                .map(SecretText::hash);
    }

    private static Rejected invalid() {
        return new Rejected(ErrorCode.LINK_INVALID, "ask for a new one");
    }

    private String hash(String password, EmailAddress email, DisplayName name) {
        strength.weakness(
                        password,
                        List.of(
                                email.text(),
                                email.text().split("@", -1)[0],
                                name.text(),
                                "fairlead"))
                .ifPresent(advice -> {
                    throw new Rejected(
                            ErrorCode.PASSWORD_WEAK,
                            advice,
                            List.of(new FieldError("/password", advice)));
                });
        return passwords.hash(password);
    }

    /// Sends a link to whoever has this address; says nothing of whether anybody does.
    public void requestReset(EmailAddress email) {
        users.find(email)
                .filter(user -> user.disabledAt().isEmpty())
                .ifPresent(user ->
                        mail.send(
                                user.email(),
                                "Set a new password",
                                "Somebody, hopefully you, asked to set a new password for your"
                                        + " Fairlead account.\n\nOpen this within an hour:\n\n"
                                        + link(
                                                "password",
                                                Purpose.PASSWORD_RESET,
                                                Optional.of(user.id()),
                                                Optional.empty(),
                                                RESET)
                                        + "\n\nIf it was not you, do nothing: your password"
                                        + " stays.\n"));
    }

    /// Sets the password and ends every session there was.
    public User reset(String token, String password) {
        Link link =
                hashOf(token)
                        .flatMap(hash -> links.find(hash, Purpose.PASSWORD_RESET))
                        .orElseThrow(Accounts::invalid);
        User user = link.user().flatMap(users::find).orElseThrow(Accounts::invalid);
        // A weak password does not use the link up.
        String hash = hash(password, user.email(), user.name());
        take(token, Purpose.PASSWORD_RESET);
        users.setPassword(user.id(), hash);
        if (mail.reachesOwner()) {
            users.verified(user.id());
        }
        sessions.revokeAll(user.id(), Optional.empty());
        return user;
    }

    /// Ends every other session: whoever knew the old password is out.
    public void changePassword(
            User user, Optional<SessionId> session, String current, String next) {
        Optional<String> kept = users.proof(user.email()).flatMap(UserStore.Proof::passwordHash);
        if (!passwords.matches(current, kept)) {
            throw new Rejected(
                    ErrorCode.SIGN_IN_REFUSED,
                    "the current password is wrong",
                    List.of(new FieldError("/current", "is wrong")));
        }
        users.setPassword(user.id(), hash(next, user.email(), user.name()));
        sessions.revokeAll(user.id(), session);
    }

    /// Whether `password` is the user's: what changes how they sign in asks for it again.
    public void require(User user, String password) {
        if (!passwords.matches(
                password, users.proof(user.email()).flatMap(UserStore.Proof::passwordHash))) {
            throw new Rejected(ErrorCode.SIGN_IN_REFUSED, "the password is wrong");
        }
    }

    public void requestVerification(User user) {
        mail.send(
                user.email(),
                "Confirm your address",
                "Confirm that this address is yours by opening this within three days:\n\n"
                        + link(
                                "verify",
                                Purpose.EMAIL_VERIFICATION,
                                Optional.of(user.id()),
                                Optional.of(user.email().text()),
                                VERIFICATION)
                        + "\n");
    }

    public void verify(String token) {
        Link link = take(token, Purpose.EMAIL_VERIFICATION);
        users.verified(link.user().orElseThrow(Accounts::invalid));
    }
}
