package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// Whose password is to be set anew.
public record PasswordResetRequest(@Nullable String email) {}
