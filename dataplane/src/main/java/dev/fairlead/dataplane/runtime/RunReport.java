package dev.fairlead.dataplane.runtime;

import dev.fairlead.model.executions.LogLine;
import dev.fairlead.model.executions.StartKind;

import java.util.List;

/// What an invocation did and took. `startNanos` is the time to have an instance, `runNanos` the
/// time in the guest; `memoryPeakBytes` the largest linear memory it reached.
public record RunReport(
        Outcome outcome,
        StartKind startKind,
        long startNanos,
        long runNanos,
        long memoryPeakBytes,
        List<LogLine> logs) {}
