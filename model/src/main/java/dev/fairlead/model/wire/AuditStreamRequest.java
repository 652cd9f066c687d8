package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// A new stream of audit events. `kind` is `webhook` or `syslog`; `from` is `now`, or `beginning`.
public record AuditStreamRequest(
        @Nullable String name,
        @Nullable String kind,
        @Nullable String address,
        @Nullable String from) {}
