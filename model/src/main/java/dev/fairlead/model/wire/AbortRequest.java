package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// Why, for those who look later.
public record AbortRequest(@Nullable String reason) {}
