package dev.fairlead.dataplane.telemetry;

import dev.fairlead.model.executions.Trigger;
import dev.fairlead.model.ids.ExecutionId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;

import java.time.Instant;

/// An invocation that has not ended: what its execution will say whatever becomes of it. `version`
/// is 0 while it waits for a place, `requestBytes` -1 where the body streams by.
public record RunningCall(
        ExecutionId id,
        OrganizationId organization,
        ServiceId function,
        int version,
        Trigger trigger,
        Instant startedAt,
        long requestBytes) {}
