package dev.fairlead.dataplane.telemetry;

import dev.fairlead.model.executions.Execution;

/// Hears of every invocation that ended. Called on hot paths: must return at once and never throw.
@FunctionalInterface
public interface ExecutionListener {
    void executed(Execution execution);
}
