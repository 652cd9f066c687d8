package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// An immutable version of a service in an environment, and what it runs with. `baseVersion` is the
/// one whose artifact it took where it built none; `failed` says why it was taken back. What a kind
/// of service has not is absent.
public record VersionResponse(
        int number,
        String environment,
        String deploymentId,
        @Nullable String language,
        @Nullable String abi,
        @Nullable String artifactHash,
        @Nullable String sourceHash,
        @Nullable UpstreamJson upstream,
        LimitsJson limits,
        List<KeptVariableJson> variables,
        @Nullable Integer baseVersion,
        @Nullable String failed,
        boolean live,
        Instant createdAt) {}
