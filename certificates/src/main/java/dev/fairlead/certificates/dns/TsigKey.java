package dev.fairlead.certificates.dns;

import dev.fairlead.model.errors.InvalidValue;

import java.util.Arrays;

/// What a name server and we share (TSIG): the key's name, how it signs, and the key in base64.
public record TsigKey(String name, Algorithm algorithm, String secret) {
    /// How a key signs.
    public enum Algorithm {
        SHA256("hmac-sha256"),
        SHA384("hmac-sha384"),
        SHA512("hmac-sha512");

        private final String word;

        Algorithm(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        public static Algorithm parse(String word) {
            return Arrays.stream(values())
                    .filter(one -> one.word.equals(word))
                    .findFirst()
                    .orElseThrow(() ->
                            new InvalidValue(
                                    "algorithm", "use hmac-sha256, hmac-sha384 or hmac-sha512"));
        }
    }

    /// Without the secret.
    @Override
    public String toString() {
        return "TsigKey[" + name + "]";
    }
}
