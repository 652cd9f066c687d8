package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// A stream of audit events. `state` is `active`, `failing` or `paused`; `waiting` is how many
/// events have still to be sent; `secret` is shown once, when a webhook is made.
public record AuditStreamResponse(
        String id,
        String name,
        String kind,
        String address,
        String state,
        long delivered,
        long waiting,
        int failures,
        @Nullable String lastError,
        @Nullable Instant deliveredAt,
        @Nullable Instant nextTryAt,
        Instant createdAt,
        @Nullable String secret) {
    /// Without the secret.
    @Override
    public String toString() {
        return "AuditStreamResponse[" + id + "]";
    }
}
