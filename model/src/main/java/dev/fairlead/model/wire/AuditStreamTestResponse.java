package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// Whether a receiver took a message that is no event.
public record AuditStreamTestResponse(boolean delivered, @Nullable String error) {}
