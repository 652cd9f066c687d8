package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// Changes of one's own account.
public record UpdateAccountRequest(@Nullable String name) {}
