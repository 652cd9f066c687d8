package dev.fairlead.controlplane.control.sessions;

import dev.fairlead.controlplane.control.users.SecondFactors;
import dev.fairlead.controlplane.store.users.User;
import dev.fairlead.controlplane.store.users.UserStore;
import dev.fairlead.controlplane.store.users.UserStore.Proof;
import dev.fairlead.identity.passwords.Passwords;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.people.EmailAddress;

import java.util.Optional;

/// Signing in by password and second factor. Says no in one way, after the same work, whatever was
/// wrong: nobody learns from it who has an account.
public final class SignIn {
    private static final String TRIES = "sign-in";

    private final UserStore users;
    private final Passwords passwords;
    private final SecondFactors factors;
    private final Tries tries;

    public SignIn(UserStore users, Passwords passwords, SecondFactors factors, Tries tries) {
        this.users = users;
        this.passwords = passwords;
        this.factors = factors;
        this.tries = tries;
    }

    /// What somebody typed.
    public record Attempt(String email, String password, Optional<String> code) {
        /// Without the secrets.
        @Override
        public String toString() {
            return "Attempt[" + email + "]";
        }
    }

    /// The user, or `Rejected`.
    public User check(Attempt attempt, String address) {
        tries.count(TRIES, account(attempt.email()), address);
        Optional<Proof> proof = proof(attempt.email());
        boolean right = passwords.matches(attempt.password(), proof.flatMap(Proof::passwordHash));
        if (!right || proof.isEmpty() || proof.get().user().disabledAt().isPresent()) {
            throw refused();
        }
        User user = proof.get().user();
        if (user.secondFactor()) {
            String code =
                    attempt.code()
                            .orElseThrow(() ->
                                    new Rejected(
                                            ErrorCode.SECOND_FACTOR_NEEDED,
                                            "send `code`: the one of your app, or a recovery"
                                                    + " code"));
            if (!factors.take(proof.get(), code)) {
                throw refused();
            }
        }
        tries.succeeded(TRIES, account(attempt.email()));
        proof.get()
                .passwordHash()
                .filter(passwords::outdated)
                .ifPresent(_ -> users.setPassword(user.id(), passwords.hash(attempt.password())));
        return user;
    }

    /// However it was written.
    private static String account(String email) {
        try {
            return new EmailAddress(email).text();
        } catch (InvalidValue e) {
            return "";
        }
    }

    private Optional<Proof> proof(String email) {
        try {
            return users.proof(new EmailAddress(email));
        } catch (InvalidValue e) {
            return Optional.empty();
        }
    }

    private static Rejected refused() {
        return new Rejected(
                ErrorCode.SIGN_IN_REFUSED, "the address, the password or the code is wrong");
    }
}
