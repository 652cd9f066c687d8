package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// A role that a user or a group has, in a project or everywhere.
public record RoleGrantResponse(
        String id,
        @Nullable String project,
        @Nullable String user,
        @Nullable String group,
        String role) {}
