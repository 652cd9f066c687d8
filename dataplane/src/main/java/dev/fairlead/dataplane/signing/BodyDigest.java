package dev.fairlead.dataplane.signing;

import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Whether a body is the one that `Content-Digest` tells of (RFC 9530), found out while it is read.
public final class BodyDigest {
    private static final Map<String, String> ALGORITHMS =
            Map.of("sha-256", "SHA-256", "sha-512", "SHA-512");

    private final List<Sum> sums = new ArrayList<>();

    private record Sum(MessageDigest running, ByteBuffer wanted) {}

    /// `lines` are those of the header; none is right for no body. Throws `Rejected` where they
    /// cannot be read, or name no algorithm of ours.
    public BodyDigest(List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        new FieldReader("Content-Digest", String.join(", ", lines))
                .byteSequences()
                .forEach((name, wanted) -> {
                    String algorithm = ALGORITHMS.get(name);
                    if (algorithm != null) {
                        sums.add(new Sum(digest(algorithm), ByteBuffer.wrap(wanted)));
                    }
                });
        if (sums.isEmpty()) {
            throw new Rejected(
                    ErrorCode.SIGNATURE_MALFORMED, "`Content-Digest` needs sha-256 or sha-512");
        }
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    public void update(byte[] bytes) {
        sums.forEach(sum -> sum.running().update(bytes));
    }

    /// Once, when all of the body was read.
    public boolean matches() {
        return sums.stream()
                .allMatch(
                        sum -> MessageDigest.isEqual(sum.running().digest(), sum.wanted().array()));
    }
}
