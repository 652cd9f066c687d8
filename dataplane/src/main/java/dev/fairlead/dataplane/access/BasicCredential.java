package dev.fairlead.dataplane.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// A name and a password as a request shows them (Basic, RFC 7617).
public record BasicCredential(String name, String password) {
    private static final String SCHEME = "Basic ";

    /// The longest name with the longest password, in bytes that became base64.
    private static final int MOST_CHARACTERS = 2 << 10;

    /// Reads the header `authorization`; empty where it says nothing of the kind.
    public static Optional<BasicCredential> read(Optional<String> header) {
        return header.filter(text -> text.length() <= MOST_CHARACTERS)
                .filter(text -> text.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .flatMap(text -> decoded(text.substring(SCHEME.length()).strip()));
    }

    private static Optional<BasicCredential> decoded(String base64) {
        try {
            String text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(
                            new BasicCredential(
                                    text.substring(0, colon), text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Without the secret.
    @Override
    public String toString() {
        return "BasicCredential";
    }
}
