package dev.fairlead.controlplane.store.registries;

import dev.fairlead.model.apps.RegistryHost;
import dev.fairlead.model.ids.OrganizationId;

import java.time.Instant;

/// Who an organization is to a registry; `sealed` is the password, in base64.
public record Registry(
        OrganizationId organization,
        RegistryHost host,
        String user,
        String sealed,
        Instant updatedAt) {
    /// Without the password.
    @Override
    public String toString() {
        return "Registry[" + host + ", " + user + "]";
    }
}
