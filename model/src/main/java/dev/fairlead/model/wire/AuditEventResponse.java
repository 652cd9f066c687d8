package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// A line of the audit log.
public record AuditEventResponse(
        long sequence,
        Instant at,
        String actor,
        String actorName,
        String via,
        String address,
        String requestId,
        String operation,
        String action,
        String targetKind,
        String target,
        @Nullable String code,
        @Nullable Object before,
        @Nullable Object after,
        String hash) {}
