package dev.fairlead.model.wire;

import java.util.List;

/// A role and its permissions.
public record RoleResponse(String name, boolean builtIn, List<String> permissions) {
    public RoleResponse {
        permissions = List.copyOf(permissions);
    }
}
