package dev.fairlead.dataplane.signing;

import dev.fairlead.dataplane.signing.FieldReader.InnerList;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether a request's head was signed with one of a function's secrets. Throws `Rejected` with
/// what is wrong, and never with what would have been right.
public final class SignatureCheck {
    /// How old a signature may be.
    public static final Duration WINDOW = Duration.ofMinutes(5);

    /// How far ahead of ours its maker's clock may be.
    public static final Duration AHEAD = Duration.ofSeconds(30);

    /// What a signature has to look like, as RFC 9421, section 5 asks for one.
    public static final String WANTED =
            "sig1=(\"@method\" \"@path\" \"@query\" \"content-digest\")"
                    + ";created;nonce;keyid;alg=\"hmac-sha256\"";

    private static final String INPUT = "signature-input";
    private static final String SIGNATURE = "signature";
    private static final Set<String> ALWAYS = Set.of("@method", "@path", "@query");
    private static final Set<String> KNOWN =
            Set.of("created", "expires", "nonce", "keyid", "alg", "tag");
    private static final String ALGORITHM = "hmac-sha256";
    private static final int LEAST_NONCE = 16;
    private static final int MOST_NONCE = 128;
    private static final int MOST_KEY_ID = 128;

    /// Signs nothing: an unknown key takes as long as a wrong signature.
    private static final byte[] NOBODY = new byte[64];

    private SignatureCheck() {}

    /// `wanted` are the headers that the function wants covered.
    public static Signature check(
            SignedMessage message, List<SigningSecret> secrets, List<String> wanted, Instant now) {
        InnerList input = input(message);
        byte[] given = given(message);
        String algorithm = text(input, "alg", ALGORITHM);
        if (!algorithm.equals(ALGORITHM)) {
            throw malformed("`alg` has to be " + ALGORITHM + ", or left out");
        }
        String nonce = text(input, "nonce", "");
        String keyId = text(input, "keyid", "");
        complete(input, nonce, keyId, wanted);
        Instant created = created(input, now);
        verify(message, input, given, secrets, keyId, now);
        return new Signature(keyId, nonce, created, Set.copyOf(input.items()));
    }

    private static InnerList input(SignedMessage message) {
        List<String> inputs = message.fields(INPUT);
        if (inputs.isEmpty() || message.fields(SIGNATURE).isEmpty()) {
            throw new Rejected(
                    ErrorCode.SIGNATURE_MISSING,
                    "send `Signature-Input` and `Signature` (RFC 9421) with a secret of this"
                            + " function");
        }
        Map<String, InnerList> read =
                new FieldReader("Signature-Input", String.join(", ", inputs)).innerLists();
        if (read.size() != 1) {
            throw malformed("send one signature, not " + read.size());
        }
        String label = read.keySet().iterator().next();
        InnerList input = read.values().iterator().next();
        if (!signatures(message).containsKey(label)) {
            throw malformed("`Signature` has no '" + label + "'");
        }
        if (!KNOWN.containsAll(input.parameters().keySet())) {
            throw malformed("a signature has the parameters " + KNOWN.stream().sorted().toList());
        }
        return input;
    }

    private static Map<String, byte[]> signatures(SignedMessage message) {
        String lines = String.join(", ", message.fields(SIGNATURE));
        Map<String, byte[]> read = new FieldReader("Signature", lines).byteSequences();
        if (read.size() != 1) {
            throw malformed("send one signature, not " + read.size());
        }
        return read;
    }

    private static byte[] given(SignedMessage message) {
        return signatures(message).values().iterator().next();
    }

    private static String text(InnerList input, String name, String otherwise) {
        Object value = input.parameters().getOrDefault(name, otherwise);
        if (value instanceof String string) {
            return string;
        }
        throw malformed("`" + name + "` has to be a string");
    }

    private static long number(InnerList input, String name) {
        if (input.parameters().get(name) instanceof Long number) {
            return number;
        }
        throw malformed("`" + name + "` has to be a whole number of seconds");
    }

    private static void complete(InnerList input, String nonce, String keyId, List<String> wanted) {
        var missing = new HashSet<>(ALWAYS);
        missing.addAll(wanted);
        input.items().forEach(missing::remove);
        if (!missing.isEmpty()) {
            throw incomplete("cover " + missing.stream().sorted().toList());
        }
        if (!input.parameters().containsKey("created")) {
            throw incomplete("say when it was made in `created`");
        }
        if (nonce.length() < LEAST_NONCE || nonce.length() > MOST_NONCE) {
            throw incomplete(
                    "have a `nonce` of %d to %d characters".formatted(LEAST_NONCE, MOST_NONCE));
        }
        if (keyId.isEmpty() || keyId.length() > MOST_KEY_ID) {
            throw incomplete("name the secret in `keyid`");
        }
    }

    private static Instant created(InnerList input, Instant now) {
        Instant created = Instant.ofEpochSecond(number(input, "created"));
        timely(created, now);
        if (input.parameters().containsKey("expires")
                && !now.isBefore(Instant.ofEpochSecond(number(input, "expires")))) {
            throw new Rejected(ErrorCode.SIGNATURE_EXPIRED, "`expires` is over");
        }
        return created;
    }

    /// Refuses what is too old or not yet.
    static void timely(Instant created, Instant now) {
        if (created.isBefore(now.minus(WINDOW)) || created.isAfter(now.plus(AHEAD))) {
            throw new Rejected(
                    ErrorCode.SIGNATURE_EXPIRED,
                    "`created` may be %d s ago or %d s ahead at most"
                            .formatted(WINDOW.toSeconds(), AHEAD.toSeconds()));
        }
    }

    private static void verify(
            SignedMessage message,
            InnerList input,
            byte[] given,
            List<SigningSecret> secrets,
            String keyId,
            Instant now) {
        Optional<SigningSecret> secret =
                secrets.stream()
                        .filter(one -> one.keyId().equals(keyId) && one.holds(now))
                        .findFirst();
        byte[] key =
                secret.map(one -> one.secret().getBytes(StandardCharsets.US_ASCII)).orElse(NOBODY);
        byte[] made = SignedText.hmac(key, SignedText.of(message, input));
        boolean matches = MessageDigest.isEqual(made, given);
        if (!matches || secret.isEmpty()) {
            throw new Rejected(
                    ErrorCode.SIGNATURE_WRONG,
                    "sign method, path, query and headers as they are sent, with a secret of this"
                            + " function that holds");
        }
    }

    private static Rejected malformed(String detail) {
        return new Rejected(ErrorCode.SIGNATURE_MALFORMED, detail);
    }

    private static Rejected incomplete(String what) {
        return new Rejected(ErrorCode.SIGNATURE_INCOMPLETE, "the signature has to " + what);
    }
}
