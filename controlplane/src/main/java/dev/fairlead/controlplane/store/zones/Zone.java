package dev.fairlead.controlplane.store.zones;

import dev.fairlead.model.domains.DomainName;
import dev.fairlead.model.domains.ZoneId;
import dev.fairlead.model.domains.ZoneKind;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;

import java.time.Instant;
import java.util.Optional;

/// A zone of the DNS whose records a project may change. `sealed` is its secret in base64.
public record Zone(
        ZoneId id,
        OrganizationId organization,
        ProjectId project,
        DomainName name,
        Means means,
        String sealed,
        Instant createdAt) {
    /// How it is changed: a name server as `host:port` with the name of a key and how that signs,
    /// or the address of a webhook.
    public record Means(
            ZoneKind kind, String address, Optional<String> keyName, Optional<String> algorithm) {}

    /// Whether a name is of this zone.
    public boolean covers(String record) {
        return record.equals(name.text()) || record.endsWith("." + name.text());
    }

    /// Without the secret.
    @Override
    public String toString() {
        return "Zone[" + id + "]";
    }
}
