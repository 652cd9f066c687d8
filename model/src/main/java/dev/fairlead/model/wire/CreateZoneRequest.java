package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// A zone of the DNS whose records may be changed for challenges. `kind` `rfc2136` takes `server`,
/// `keyName` and `algorithm`, `webhook` takes `url`; the `secret` is in base64.
public record CreateZoneRequest(
        @Nullable String name,
        @Nullable String kind,
        @Nullable String server,
        @Nullable String keyName,
        @Nullable String algorithm,
        @Nullable String url,
        @Nullable String secret) {
    /// Without the secret.
    @Override
    public String toString() {
        return "CreateZoneRequest[" + name + "]";
    }
}
