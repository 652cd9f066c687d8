package dev.fairlead.cli.signing;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs a request with a function's secret (RFC 9421 with hmac-sha256, RFC 9530).
public final class RequestSigner {
    private static final int NONCE_BYTES = 18;
    private static final int KEY_ID_DIGITS = 32;

    private final String secret;

    public RequestSigner(String secret) {
        this.secret = secret;
    }

    /// The headers to send besides. `covered` are those that the signature covers, in lower case.
    public Map<String, String> headers(
            String method, URI uri, Map<String, String> covered, byte[] body, Instant now) {
        var parts = new LinkedHashMap<String, String>();
        parts.put("@method", method);
        parts.put("@path", uri.getRawPath().isEmpty() ? "/" : uri.getRawPath());
        parts.put("@query", "?" + (uri.getRawQuery() == null ? "" : uri.getRawQuery()));
        String digest = "sha-256=:" + base64(sha256(body)) + ":";
        parts.put("content-digest", digest);
        parts.putAll(covered);
        String input =
                "("
                        + String.join(" ", parts.keySet().stream().map(n -> '"' + n + '"').toList())
                        + ");created=%d;nonce=\"%s\";keyid=\"%s\";alg=\"hmac-sha256\""
                                .formatted(now.getEpochSecond(), nonce(), keyId());
        var base = new StringBuilder();
        parts.forEach((name, value) ->
                base.append('"').append(name).append("\": ").append(value).append('\n'));
        base.append("\"@signature-params\": ").append(input);
        return Map.of(
                "content-digest", digest,
                "signature-input", "sig1=" + input,
                "signature", "sig1=:" + base64(hmac(base.toString())) + ":");
    }

    /// By which the server finds the secret: the first 128 bits of its SHA-256.
    private String keyId() {
        return HexFormat.of()
                .formatHex(sha256(secret.getBytes(StandardCharsets.US_ASCII)))
                .substring(0, KEY_ID_DIGITS);
    }

    private static String nonce() {
        byte[] bytes = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private byte[] hmac(String base) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            return mac.doFinal(base.getBytes(StandardCharsets.ISO_8859_1));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
