package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// A build. `position` is its place in the queue, from 1, while it waits; `attempts` counts how
/// often its work was begun; `redrivenAs` is the deployment that took a dead build's place.
public record BuildResponse(
        String id,
        String deploymentId,
        String functionId,
        String project,
        String function,
        String state,
        @Nullable String language,
        String sourceHash,
        @Nullable String artifactHash,
        int attempts,
        @Nullable Integer position,
        List<PhaseJson> phases,
        @Nullable FailureJson failure,
        @Nullable String redrivenAs,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {}
