package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What a role is to hold.
public record RoleRequest(@Nullable List<String> permissions) {
    public RoleRequest {
        permissions = permissions == null ? null : List.copyOf(permissions);
    }
}
