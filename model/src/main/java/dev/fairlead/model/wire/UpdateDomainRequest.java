package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// Changes where a domain leads, or how it answers; what is left out stays. An empty `service`
/// leads nowhere, an `hsts` with `maxAgeSeconds` 0 ends it, an empty `challenge` is any that works.
public record UpdateDomainRequest(
        @Nullable String service,
        @Nullable String environment,
        @Nullable String alias,
        @Nullable Boolean redirectToHttps,
        @Nullable HstsJson hsts,
        @Nullable Boolean automaticCertificate,
        @Nullable String challenge) {}
