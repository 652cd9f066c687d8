package dev.fairlead.controlplane.store.audit;

import java.time.Instant;
import java.util.Optional;

/// One line of the audit log: who (`actor`), through what (`via`), from where, did or tried what.
/// `before` and `after` are JSON without secrets; `hash` is over this row and the hash before it.
public record AuditEvent(
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
        String code,
        Optional<String> before,
        Optional<String> after,
        String hash) {}
