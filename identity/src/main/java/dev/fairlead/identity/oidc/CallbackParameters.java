package dev.fairlead.identity.oidc;

import dev.fairlead.identity.external.Refusal;
import dev.fairlead.identity.external.RefusalReason;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a provider had the browser bring, each name at most once.
public record CallbackParameters(Map<String, String> values) {
    private static final int LONGEST = 16 << 10;
    private static final Pattern PAIRS = Pattern.compile("&");

    public CallbackParameters {
        values = Map.copyOf(values);
    }

    /// Reads the query as it came, without its question mark.
    public static CallbackParameters parse(String query) throws Refusal {
        if (query.length() > LONGEST) {
            throw new Refusal(RefusalReason.TOO_LARGE, "a query of " + query.length());
        }
        var values = new HashMap<String, String>();
        for (String pair : PAIRS.splitAsStream(query).toList()) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                continue;
            }
            String name = decoded(pair.substring(0, equals));
            if (values.put(name, decoded(pair.substring(equals + 1))) != null) {
                throw new Refusal(RefusalReason.MALFORMED, "twice in the query: " + name);
            }
        }
        return new CallbackParameters(values);
    }

    private static String decoded(String text) throws Refusal {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Refusal(RefusalReason.MALFORMED, "not an encoded query", e);
        }
    }

    /// What is said under a name; empty where nothing is.
    public Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /// Codes are secrets for as long as they live.
    @Override
    public String toString() {
        return "CallbackParameters" + values.keySet();
    }
}
