package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// A member's role.
public record UpdateMemberRequest(@Nullable String role) {}
