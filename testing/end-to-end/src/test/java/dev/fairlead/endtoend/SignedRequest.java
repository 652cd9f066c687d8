package dev.fairlead.endtoend;

import dev.fairlead.endtoend.Installation.Reply;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A request that a test signs by itself, and may then change.
final class SignedRequest {
    String method = "POST";
    String path;
    String query = "";
    byte[] body = "{\"order\":7}".getBytes(StandardCharsets.UTF_8);
    String secret;
    long created = Instant.now().getEpochSecond();
    String nonce = UUID.randomUUID().toString();
    String more = "";
    List<String> covered = new ArrayList<>(List.of("@method", "@path", "@query", "content-digest"));
    final Map<String, String> headers = new LinkedHashMap<>();

    SignedRequest(String path, String secret) {
        this.path = path;
        this.secret = secret;
        headers.put("content-type", "application/json");
    }

    static String keyId(String secret) {
        return HexFormat.of()
                .formatHex(digest("SHA-256", secret.getBytes(StandardCharsets.US_ASCII)))
                .substring(0, 32);
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    SignedRequest signed() {
        return signed("sha-256=:" + base64(digest("SHA-256", body)) + ":");
    }

    SignedRequest signed(String contentDigest) {
        headers.put("content-digest", contentDigest);
        var base = new StringBuilder();
        for (String name : covered) {
            String value =
                    switch (name) {
                        case "@method" -> method;
                        case "@path" -> path;
                        case "@query" -> "?" + query;
                        default -> headers.get(name);
                    };
            base.append('"').append(name).append("\": ").append(value).append('\n');
        }
        String input =
                "("
                        + String.join(" ", covered.stream().map(n -> '"' + n + '"').toList())
                        + ");created=%d;nonce=\"%s\";keyid=\"%s\"%s"
                                .formatted(created, nonce, keyId(secret), more);
        base.append("\"@signature-params\": ").append(input);
        headers.put("signature-input", "sig1=" + input);
        headers.put("signature", "sig1=:" + base64(hmac(base.toString())) + ":");
        return this;
    }

    private byte[] hmac(String base) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            return mac.doFinal(base.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Reply send(Installation to) {
        var all = new ArrayList<String>();
        headers.forEach((name, value) -> {
            all.add(name);
            all.add(value);
        });
        String target = query.isEmpty() ? path : path + "?" + query;
        return to.send(method, target, body, all.toArray(String[]::new));
    }
}
