package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What a change of variables did to a service in an environment: `released` as `version`,
/// `waiting` for approvals as `deployment`, `kept` as it was for a `reason`, or `refused` for what
/// is in `errors`.
public record VariableReleaseJson(
        String function,
        String project,
        String environment,
        String outcome,
        @Nullable Integer version,
        @Nullable String deployment,
        @Nullable String reason,
        @Nullable List<VariableProblemJson> errors) {}
