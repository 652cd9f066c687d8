package dev.fairlead.dataplane.signing;

import dev.fairlead.dataplane.signing.FieldReader.InnerList;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The signature base, which is what is signed: the covered parts of a message, a line each (RFC
/// 9421, section 2.5).
final class SignedText {
    private SignedText() {}

    static String of(SignedMessage message, InnerList covered) {
        var base = new StringBuilder();
        for (String name : covered.items()) {
            base.append('"').append(name).append("\": ");
            base.append(value(message, name)).append('\n');
        }
        return base.append("\"@signature-params\": ").append(covered.text()).toString();
    }

    private static String value(SignedMessage message, String name) {
        return switch (name) {
            case "@method" -> message.method();
            case "@path" -> message.path();
            case "@query" -> "?" + message.query();
            case "@authority" -> message.authority();
            default -> field(message, name);
        };
    }

    private static String field(SignedMessage message, String name) {
        if (name.startsWith("@")) {
            throw new Rejected(
                    ErrorCode.SIGNATURE_MALFORMED,
                    "a signature covers @method, @path, @query, @authority and headers here");
        }
        List<String> lines = message.fields(name);
        if (lines.isEmpty()) {
            throw new Rejected(
                    ErrorCode.SIGNATURE_MALFORMED,
                    "the signature covers a header that the request does not have");
        }
        return String.join(", ", lines.stream().map(String::strip).toList());
    }

    /// A header's bytes are Latin-1 on their way through Java, and come back by it.
    static byte[] hmac(byte[] key, String base) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(base.getBytes(StandardCharsets.ISO_8859_1));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
