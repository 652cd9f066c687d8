package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// Claims a domain for a project, and says where it leads.
public record CreateDomainRequest(
        @Nullable String name,
        @Nullable String service,
        @Nullable String environment,
        @Nullable String alias,
        @Nullable Boolean redirectToHttps,
        @Nullable HstsJson hsts,
        @Nullable Boolean automaticCertificate,
        @Nullable String challenge) {}
