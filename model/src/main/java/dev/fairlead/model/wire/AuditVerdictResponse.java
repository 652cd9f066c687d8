package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// Whether the audit log is whole: `firstBroken` is the first event that is not what it was. What
/// retention took, in order and with a sign in the log, is up to `removedThrough`.
public record AuditVerdictResponse(
        long events, boolean whole, @Nullable Long firstBroken, @Nullable Long removedThrough) {}
