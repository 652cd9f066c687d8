package dev.fairlead.controlplane.control.providers;

import dev.fairlead.controlplane.store.providers.IdentityStore;
import dev.fairlead.controlplane.store.providers.IdentityStore.Subject;
import dev.fairlead.controlplane.store.providers.Provider;
import dev.fairlead.controlplane.store.users.User;
import dev.fairlead.controlplane.store.users.UserStore;
import dev.fairlead.identity.external.ExternalIdentity;
import dev.fairlead.identity.external.ExternalIdentity.Email;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.UserId;
import dev.fairlead.model.people.DisplayName;
import dev.fairlead.model.people.EmailAddress;

import java.util.Optional;

/// Finds the account behind an identity, or makes it. An address alone never opens an account that
/// exists: whoever says at some provider that it is theirs would have it.
final class Newcomers {
    private final IdentityStore identities;
    private final UserStore users;

    Newcomers(IdentityStore identities, UserStore users) {
        this.identities = identities;
        this.users = users;
    }

    /// The user, or `Rejected`.
    User of(Provider provider, Subject subject, ExternalIdentity who) {
        return identities
                .user(subject)
                .or(() -> newcomer(provider, subject, who))
                .flatMap(users::find)
                .orElseThrow(() -> exists(provider));
    }

    private Optional<UserId> newcomer(Provider provider, Subject subject, ExternalIdentity who) {
        EmailAddress email =
                who.email()
                        .filter(Email::verified)
                        .flatMap(said -> address(said.address()))
                        .orElseThrow(() -> unverified(provider));
        Optional<UserId> claimed =
                provider.organization().flatMap(within -> identities.claim(subject, email, within));
        if (claimed.isPresent()) {
            return claimed;
        }
        if (users.find(email).isPresent()) {
            throw exists(provider);
        }
        if (!provider.admission().signUp()) {
            throw new Rejected(
                    ErrorCode.SIGN_UP_REFUSED,
                    "nobody here has the address that "
                            + provider.displayName()
                            + " names; ask who administers this installation for an invitation");
        }
        return identities.signUp(subject, email, name(who, email));
    }

    private static Optional<EmailAddress> address(String text) {
        try {
            return Optional.of(new EmailAddress(text));
        } catch (InvalidValue e) {
            return Optional.empty();
        }
    }

    private static DisplayName name(ExternalIdentity who, EmailAddress email) {
        String fallback = email.text().substring(0, email.text().lastIndexOf('@'));
        try {
            return new DisplayName(who.name().orElse(fallback));
        } catch (InvalidValue e) {
            return new DisplayName(fallback);
        }
    }

    private static Rejected unverified(Provider provider) {
        return new Rejected(
                ErrorCode.SIGN_UP_REFUSED,
                provider.displayName()
                        + " does not say that your address is verified; verify it there, or sign in"
                        + " as you did before and connect "
                        + provider.displayName()
                        + " on your account's page");
    }

    private static Rejected exists(Provider provider) {
        return new Rejected(
                ErrorCode.ACCOUNT_EXISTS,
                "somebody has an account with this address; if it is you, sign in as you did before"
                        + " and connect "
                        + provider.displayName()
                        + " on your account's page");
    }
}
