package dev.fairlead.model.wire;

import java.util.List;

/// An organization that the user belongs to, with their role and those that providers gave besides.
public record BelongingResponse(String id, String name, String role, List<String> mappedRoles) {
    public BelongingResponse {
        mappedRoles = List.copyOf(mappedRoles);
    }
}
