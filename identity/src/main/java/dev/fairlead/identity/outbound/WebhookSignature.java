package dev.fairlead.identity.outbound;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// How a message to a receiver is signed, as Standard Webhooks are (HMAC-SHA256 over id, time and
/// body).
public final class WebhookSignature {
    private static final String ALGORITHM = "HmacSHA256";

    private WebhookSignature() {}

    /// The headers that go with `body`. The secret is base64, with or without `whsec_` before it.
    public static Map<String, String> headers(
            String secret, String id, long epochSecond, String body) {
        String at = Long.toString(epochSecond);
        return Map.of(
                "webhook-id",
                id,
                "webhook-timestamp",
                at,
                "webhook-signature",
                "v1," + hmac(secret, id + "." + at + "." + body));
    }

    private static String hmac(String secret, String signed) {
        try {
            byte[] key = Base64.getDecoder().decode(secret.substring(secret.indexOf('_') + 1));
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
