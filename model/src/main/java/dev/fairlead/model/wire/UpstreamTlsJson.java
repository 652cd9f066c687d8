package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// How targets prove who they are: against the usual authorities or the certificates in `authority`
/// (PEM), by their host or `serverName`.
public record UpstreamTlsJson(
        @Nullable Boolean verify, @Nullable String authority, @Nullable String serverName) {}
