package dev.fairlead.controlplane.api.routes;

import dev.fairlead.model.ids.KeyId;
import dev.fairlead.model.ids.OrganizationId;

import java.util.Set;

/// Who asks, and what they may.
public record Caller(
        OrganizationId organization, KeyId key, String keyName, Set<Permission> permissions) {
    public Caller {
        permissions = Set.copyOf(permissions);
    }
}
