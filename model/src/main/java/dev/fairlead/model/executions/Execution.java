package dev.fairlead.model.executions;

import dev.fairlead.model.ids.ExecutionId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The record of one invocation. Times are in microseconds, sizes in bytes. `errorCode` is one of
/// `ErrorCode.code()`. Samples are present only where the function opted in.
public record Execution(
        ExecutionId id,
        OrganizationId organization,
        ServiceId function,
        int version,
        Trigger trigger,
        ExecutionStatus status,
        Instant startedAt,
        long queueMicros,
        long startMicros,
        long runMicros,
        StartKind startKind,
        long memoryPeakBytes,
        long requestBytes,
        long responseBytes,
        int httpStatus,
        Optional<String> errorCode,
        Optional<String> errorMessage,
        Optional<String> inputSample,
        Optional<String> outputSample,
        List<LogLine> logs) {}
