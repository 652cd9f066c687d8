package dev.fairlead.controlplane.control.access;

import dev.fairlead.model.functions.ContentHash;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// A secret that opens something: a prefix that tells what, 224 random bits and a check sum, so
/// that one that leaked is found by its pattern and a mistyped one is refused without a question to
/// the database. Its SHA-256 is all that is kept, which suffices for so many random bits.
public record SecretText(Kind kind, String text) {
    /// What finds these secrets in a text, such as a log or a repository.
    public static final String PATTERN = "fl[kuposrlidhbt]_[0-9a-f]{64}";

    private static final Pattern SHAPE = Pattern.compile(PATTERN);
    private static final int RANDOM_BYTES = 28;
    private static final int PREFIX = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    /// What a secret opens.
    public enum Kind {
        INSTALLATION_KEY('k'),
        USER_KEY('u'),
        PROJECT_KEY('p'),
        ORGANIZATION_KEY('o'),
        SESSION('s'),
        REFRESH('r'),
        LINK('l'),
        INVITATION('i'),
        DEVICE('d'),
        SIGNING('h'),
        /// What a sign-in by a provider is bound to.
        BROWSER('b'),
        TICKET('t');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        String prefix() {
            return "fl" + letter + "_";
        }
    }

    /// A new one.
    public static SecretText generate(Kind kind) {
        var bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        String body = kind.prefix() + HexFormat.of().formatHex(bytes);
        return new SecretText(kind, body + sum(body));
    }

    /// Reads what somebody sent; empty for what was never one of ours.
    public static Optional<SecretText> parse(String text) {
        if (!SHAPE.matcher(text).matches()) {
            return Optional.empty();
        }
        return Arrays.stream(Kind.values())
                .filter(kind -> text.startsWith(kind.prefix()))
                .findFirst()
                .filter(kind -> kind == Kind.INSTALLATION_KEY || checked(text))
                .map(kind -> new SecretText(kind, text));
    }

    /// The keys of first installations were made without a check sum.
    private static boolean checked(String text) {
        int end = PREFIX + 2 * RANDOM_BYTES;
        return sum(text.substring(0, end)).equals(text.substring(end));
    }

    private static String sum(String body) {
        var crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    /// What is kept of it.
    public String hash() {
        return ContentHash.of(text.getBytes(StandardCharsets.US_ASCII)).hex();
    }

    /// Without the secret.
    @Override
    public String toString() {
        return kind.prefix() + "...";
    }
}
