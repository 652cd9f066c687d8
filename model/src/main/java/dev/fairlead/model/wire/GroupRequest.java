package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// What a group is to be called.
public record GroupRequest(@Nullable String name) {}
