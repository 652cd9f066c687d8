package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Where a proxy's requests go: `http://host:port`, `https://host`, `h2c://host:port`, or a socket,
/// `http+unix:/run/app.sock`. Whatever is left out is as usual.
public record UpstreamJson(
        @Nullable List<String> targets,
        @Nullable String host,
        @Nullable String balance,
        @Nullable Integer retries,
        @Nullable Long drainMs,
        @Nullable UpstreamTlsJson tls,
        @Nullable UpstreamTimeoutsJson timeouts,
        @Nullable UpstreamHealthJson health) {}
