package dev.fairlead.controlplane.store.organizations;

import dev.fairlead.model.access.Permission;
import dev.fairlead.model.access.RoleName;

import java.util.Set;

/// A role of an organization's own.
public record CustomRole(RoleName name, Set<Permission> permissions) {
    public CustomRole {
        permissions = Set.copyOf(permissions);
    }
}
