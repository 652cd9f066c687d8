package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// Why nothing is to be released, for those who try.
public record FreezeRequest(@Nullable String reason) {}
