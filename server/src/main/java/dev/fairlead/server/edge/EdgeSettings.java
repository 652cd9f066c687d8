package dev.fairlead.server.edge;

import dev.fairlead.dataplane.clients.TrustedProxies;
import dev.fairlead.model.errors.InvalidValue;

import java.util.Map;

/// Whom the gateway believes.
public record EdgeSettings(TrustedProxies proxies) {
    /// Throws `IllegalArgumentException` with what to write instead.
    public static EdgeSettings parse(Map<String, String> environment) {
        return new EdgeSettings(proxies(environment));
    }

    private static TrustedProxies proxies(Map<String, String> environment) {
        try {
            return TrustedProxies.parse(environment.getOrDefault("FAIRLEAD_TRUSTED_PROXIES", ""));
        } catch (InvalidValue e) {
            throw new IllegalArgumentException("FAIRLEAD_TRUSTED_PROXIES: " + e.rule(), e);
        }
    }
}
