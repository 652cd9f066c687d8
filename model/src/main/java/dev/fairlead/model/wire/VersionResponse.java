package dev.fairlead.model.wire;

import java.time.Instant;

/// An immutable version of a function.
public record VersionResponse(
        int number,
        String deploymentId,
        String language,
        String abi,
        String artifactHash,
        String sourceHash,
        boolean live,
        Instant createdAt) {}
