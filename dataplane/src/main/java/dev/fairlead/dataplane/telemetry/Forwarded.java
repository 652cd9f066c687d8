package dev.fairlead.dataplane.telemetry;

import dev.fairlead.dataplane.inflight.Ending;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.RequestId;
import dev.fairlead.model.ids.ServiceId;

import java.time.Duration;
import java.time.Instant;

/// A request that an upstream was asked, or a site, after its end. `status` is what the client had,
/// 0 where it went away first; `socket` says that the request became one; bytes are those of
/// bodies.
public record Forwarded(
        RequestId id,
        OrganizationId organization,
        ServiceId service,
        int version,
        Instant startedAt,
        Duration queue,
        Duration firstByte,
        Duration whole,
        int status,
        Ending ending,
        boolean socket,
        long receivedBytes,
        long sentBytes) {}
