package dev.fairlead.controlplane.store.executions;

import dev.fairlead.model.executions.ExecutionStatus;

import java.time.Instant;
import java.util.Optional;

/// Which executions a list shows.
public record ExecutionFilter(
        Optional<ExecutionStatus> status,
        Optional<Integer> version,
        Optional<Instant> since,
        Optional<Instant> until) {
    public static final ExecutionFilter ALL =
            new ExecutionFilter(
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
