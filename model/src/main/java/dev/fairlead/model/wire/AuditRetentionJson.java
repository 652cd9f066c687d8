package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// For how many days audit events are kept: what the organization wants, and the most that the
/// installation allows. Absent: for ever.
public record AuditRetentionJson(@Nullable Integer days, @Nullable Integer mostDays) {}
