package dev.fairlead.model.wire;

import java.time.Instant;

/// A version that is kept no longer, and the bytes that its source and artifact take.
public record DueVersionJson(
        String serviceId, String service, int version, Instant createdAt, long bytes) {}
