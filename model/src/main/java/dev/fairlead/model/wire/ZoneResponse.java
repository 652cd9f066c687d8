package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// A zone, without its secret.
public record ZoneResponse(
        String id,
        String project,
        String name,
        String kind,
        @Nullable String server,
        @Nullable String keyName,
        @Nullable String algorithm,
        @Nullable String url,
        Instant createdAt) {}
