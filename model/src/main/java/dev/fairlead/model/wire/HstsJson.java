package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// For how long browsers shall ask a domain by https alone.
public record HstsJson(
        @Nullable Long maxAgeSeconds,
        @Nullable Boolean includeSubdomains,
        @Nullable Boolean preload) {}
