package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// What is to be connected, and the page to come back to.
public record ConnectRequest(@Nullable String provider, @Nullable String returnTo) {}
