package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// A deployment: of a `source`, an `upstream`, a `promotion` of `baseVersion`, or of other settings
/// (`configuration`). `version` is there once it succeeded, `failure` once it failed.
public record DeploymentResponse(
        String id,
        String functionId,
        String environment,
        String kind,
        @Nullable Integer baseVersion,
        String author,
        List<String> approvedBy,
        @Nullable StrategyJson strategy,
        String state,
        @Nullable String language,
        @Nullable String sourceHash,
        @Nullable UpstreamJson upstream,
        @Nullable String buildId,
        @Nullable Integer version,
        List<PhaseJson> phases,
        @Nullable FailureJson failure,
        Instant createdAt,
        @Nullable Instant endedAt) {}
