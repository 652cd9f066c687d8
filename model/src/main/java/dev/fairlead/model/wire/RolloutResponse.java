package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// A move of an alias from one version to another. `reason` says why it was aborted, `figures` what
/// was counted of both since it began.
public record RolloutResponse(
        String id,
        String functionId,
        String environment,
        String alias,
        @Nullable String deploymentId,
        int fromVersion,
        int toVersion,
        StrategyJson strategy,
        String state,
        int step,
        int steps,
        double weight,
        Instant stepStartedAt,
        List<FiguresJson> figures,
        @Nullable String reason,
        Instant createdAt,
        @Nullable Instant endedAt) {}
