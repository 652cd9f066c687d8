package dev.fairlead.controlplane.api.idempotency;

import dev.fairlead.dataplane.http.BlockingExchange;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What makes two requests the same: method, path, query and body, as one SHA-256.
final class Fingerprint {
    private Fingerprint() {}

    /// The body goes in next.
    static MessageDigest begin(BlockingExchange exchange) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            String line = exchange.method() + ' ' + exchange.path() + '?' + exchange.query();
            digest.update((line + '\n').getBytes(StandardCharsets.UTF_8));
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static String end(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
