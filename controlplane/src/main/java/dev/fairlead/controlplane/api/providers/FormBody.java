package dev.fairlead.controlplane.api.providers;

import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// A form as browsers send it, each field at most once.
final class FormBody {
    private FormBody() {}

    static Map<String, String> read(InputStream body) {
        String text;
        try {
            text = new String(body.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException("the client went away", e);
        }
        var fields = new HashMap<String, String>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0
                    && fields.put(
                                    decoded(pair.substring(0, equals)),
                                    decoded(pair.substring(equals + 1)))
                            != null) {
                throw new Rejected(ErrorCode.INVALID_REQUEST, "a field is there twice");
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Rejected(ErrorCode.INVALID_REQUEST, "this is not a form");
        }
    }
}
