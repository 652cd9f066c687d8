package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// Who becomes an owner.
public record TransferRequest(@Nullable String user) {}
