package dev.fairlead.model.functions;

import dev.fairlead.model.errors.InvalidValue;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The SHA-256 of some bytes, in lower-case hexadecimal: the name of an artifact or a source.
public record ContentHash(String hex) {
    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{64}");

    public ContentHash {
        if (!SHAPE.matcher(hex).matches()) {
            throw new InvalidValue("content hash", "use 64 hexadecimal digits");
        }
    }

    public static ContentHash of(byte[] bytes) {
        return ofDigest(sha256().digest(bytes));
    }

    /// From a finished digest of 32 bytes.
    public static ContentHash ofDigest(byte[] digest) {
        return new ContentHash(HexFormat.of().formatHex(digest));
    }

    /// A new SHA-256, for bytes that come in pieces.
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
