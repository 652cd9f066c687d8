package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// A role for a user or a group.
public record GrantRoleRequest(
        @Nullable String user, @Nullable String group, @Nullable String role) {}
