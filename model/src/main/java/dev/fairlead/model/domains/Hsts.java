package dev.fairlead.model.domains;

import dev.fairlead.model.errors.InvalidValue;

/// For how long browsers shall ask a domain by https alone (RFC 6797).
public record Hsts(long maxAgeSeconds, boolean includeSubdomains, boolean preload) {
    private static final long MOST = 63_072_000;

    /// What lists of browsers ask for (https://hstspreload.org).
    private static final long LEAST_TO_PRELOAD = 31_536_000;

    public Hsts {
        if (maxAgeSeconds < 0 || maxAgeSeconds > MOST) {
            throw new InvalidValue("max-age", "use 0 to " + MOST + " seconds");
        }
        if (preload && (!includeSubdomains || maxAgeSeconds < LEAST_TO_PRELOAD)) {
            throw new InvalidValue(
                    "preload", "needs subdomains and a max-age of at least " + LEAST_TO_PRELOAD);
        }
    }

    /// The value of `Strict-Transport-Security`.
    public String header() {
        return "max-age="
                + maxAgeSeconds
                + (includeSubdomains ? "; includeSubDomains" : "")
                + (preload ? "; preload" : "");
    }
}
