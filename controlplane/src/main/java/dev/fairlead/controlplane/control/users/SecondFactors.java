package dev.fairlead.controlplane.control.users;

import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.controlplane.store.users.User;
import dev.fairlead.controlplane.store.users.UserStore;
import dev.fairlead.controlplane.store.users.UserStore.Proof;
import dev.fairlead.identity.codes.OneTimeCodes;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.ids.UserId;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// One-time codes of an app, and the recovery codes for the day it is lost.
public final class SecondFactors {
    private static final String ISSUER = "Fairlead";
    private static final int RECOVERY_CODES = 10;
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final Pattern APP_CODE = Pattern.compile("[0-9]{6}");

    private final UserStore users;
    private final Envelope envelope;
    private final OneTimeCodes codes;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public SecondFactors(UserStore users, Envelope envelope, OneTimeCodes codes, Clock clock) {
        this.users = users;
        this.envelope = envelope;
        this.codes = codes;
        this.clock = clock;
    }

    /// A secret that an app is to be given, and the same as what a QR code says.
    public record Proposal(String secret, String uri) {
        @Override
        public String toString() {
            return "Proposal";
        }
    }

    /// Begins: nothing is asked for until a first code proves that the app has the secret.
    public Proposal propose(User user) {
        if (user.secondFactor()) {
            throw new Rejected(ErrorCode.SECOND_FACTOR_STATE, "it is on; turn it off first");
        }
        String secret = codes.secret();
        users.proposeSecret(user.id(), envelope.seal(bound(user.id()), secret));
        return new Proposal(secret, OneTimeCodes.uri(ISSUER, user.email().text(), secret));
    }

    /// What the secret of a second factor is called when it is sealed.
    public static String bound(UserId user) {
        return "totp:" + user;
    }

    /// Turns it on and gives the recovery codes, which are shown this once.
    public List<String> confirm(User user, String code) {
        Proof proof = users.proof(user.email()).orElseThrow();
        if (user.secondFactor() || proof.sealedSecret().isEmpty()) {
            throw new Rejected(
                    ErrorCode.SECOND_FACTOR_STATE, "nothing waits to be confirmed; begin anew");
        }
        OptionalLong step = step(proof, code);
        if (step.isEmpty()) {
            throw Rejected.field("/code", "is not the code that the app shows now");
        }
        List<String> recovery =
                IntStream.range(0, RECOVERY_CODES).mapToObj(_ -> recovery()).toList();
        users.confirmSecret(
                user.id(),
                step.getAsLong(),
                recovery.stream().map(text -> hash(user.id(), text)).toList());
        return recovery;
    }

    private String recovery() {
        var text = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            text.append(i == 8 ? "-" : "").append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    /// Sixteen random letters of thirty-one: 79 bits, which no table of hashes reaches.
    private static String hash(UserId user, String code) {
        String plain = user + ":" + code.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return ContentHash.of(plain.getBytes(StandardCharsets.UTF_8)).hex();
    }

    private OptionalLong step(Proof proof, String code) {
        String secret = envelope.open(bound(proof.user().id()), proof.sealedSecret().orElseThrow());
        return codes.step(secret, code.strip(), clock.instant(), proof.step());
    }

    /// Uses a code up; false for one that is wrong or was used before.
    public boolean take(Proof proof, String code) {
        if (!APP_CODE.matcher(code.strip()).matches()) {
            return code.length() < 100
                    && users.takeRecoveryCode(proof.user().id(), hash(proof.user().id(), code));
        }
        OptionalLong step = step(proof, code);
        return step.isPresent() && users.takeStep(proof.user().id(), step.getAsLong());
    }

    public void drop(User user) {
        users.dropSecret(user.id());
    }
}
