package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// The record of an invocation. `output` is what the function answered, where it is kept; durations
/// are in microseconds.
public record ExecutionResponse(
        String id,
        String functionId,
        int version,
        String trigger,
        String status,
        Instant startedAt,
        long durationMicros,
        long queueMicros,
        long startMicros,
        String startKind,
        long memoryPeakBytes,
        long requestBytes,
        long responseBytes,
        int httpStatus,
        @Nullable Object input,
        @Nullable Object output,
        @Nullable FailureJson failure,
        List<LogLineJson> logs) {}
