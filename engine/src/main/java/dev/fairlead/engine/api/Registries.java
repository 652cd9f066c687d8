package dev.fairlead.engine.api;

import dev.fairlead.engine.EngineFailed;
import dev.fairlead.engine.EngineFailed.Reason;
import dev.fairlead.engine.images.Credentials;

import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Credentials as engines want them, and kept out of what they say.
public final class Registries {
    private static final String HIDDEN = "***";
    private static final List<String> REFUSED =
            List.of(
                    "unauthorized",
                    "authentication required",
                    "no basic auth credentials",
                    "invalid username/password");
    private static final List<String> UNKNOWN =
            List.of("manifest unknown", "name unknown", "image not known", "does not exist");

    private Registries() {}

    public static String one(Optional<Credentials> credentials) {
        return encoded(credentials.map(Registries::json).orElse(Map.of()));
    }

    /// Each for its registry.
    public static String all(List<Credentials> credentials) {
        var all = new HashMap<String, Object>();
        credentials.forEach(each -> all.put(address(each), json(each)));
        return encoded(all);
    }

    public static Map<String, Object> json(Credentials each) {
        return Map.of(
                "username", each.user(),
                "password", each.password(),
                "serveraddress", address(each));
    }

    /// Docker's own is known by its first address.
    private static String address(Credentials each) {
        return each.registry().equals("docker.io")
                ? "https://index.docker.io/v1/"
                : each.registry();
    }

    private static String encoded(Map<String, Object> json) {
        return Base64.getUrlEncoder().encodeToString(Json.bytes(json));
    }

    /// The failure without what the engine or a registry may have put into it, and with its reason
    /// by its words: engines give the status of a registry's answer as it suits them. `name` is
    /// somebody's word, which says nothing.
    public static EngineFailed judged(
            List<Credentials> credentials, String name, EngineFailed failure) {
        String message = String.valueOf(failure.getMessage());
        for (Credentials each : credentials) {
            if (!each.password().isEmpty()) {
                message =
                        message.replace(each.password(), HIDDEN)
                                .replace(encoded(json(each)), HIDDEN);
            }
        }
        String words = message.replace(name, "").toLowerCase(Locale.ROOT);
        if (REFUSED.stream().anyMatch(words::contains)) {
            return new EngineFailed(Reason.UNAUTHORIZED, message);
        }
        if (UNKNOWN.stream().anyMatch(words::contains)) {
            return new EngineFailed(Reason.MISSING, message);
        }
        return new EngineFailed(failure.reason(), message);
    }
}
