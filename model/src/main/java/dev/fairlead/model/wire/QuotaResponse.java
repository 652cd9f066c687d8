package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// How much of a resource may be used, and is. `origin` is `organization`, `project`, or `default`
/// for what holds for every organization that has none of its own. Without `most` there is no
/// limit.
public record QuotaResponse(
        String resource,
        @Nullable Long most,
        long used,
        @Nullable String origin,
        @Nullable Instant resetsAt) {}
