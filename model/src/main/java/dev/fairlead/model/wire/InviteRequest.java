package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// Whom to invite, as what.
public record InviteRequest(@Nullable String email, @Nullable String role) {}
