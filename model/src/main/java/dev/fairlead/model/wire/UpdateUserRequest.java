package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// What an administrator changes of a user.
public record UpdateUserRequest(@Nullable Boolean administrator, @Nullable Boolean disabled) {}
