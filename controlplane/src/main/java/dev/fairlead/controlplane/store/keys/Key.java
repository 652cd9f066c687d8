package dev.fairlead.controlplane.store.keys;

import dev.fairlead.model.access.Permission;
import dev.fairlead.model.ids.KeyId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.ids.UserId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A key: of the installation, of an organization, of a user in one, or of a project. `scopes`
/// narrow what its owner may, `addresses` (CIDR) where it may be used from; empty for no limit.
/// `hash` and the hash before it are all that is known of its text.
public record Key(
        KeyId id,
        OrganizationId organization,
        String name,
        Kind kind,
        Optional<UserId> user,
        Optional<ProjectId> project,
        Optional<Set<Permission>> scopes,
        List<String> addresses,
        String createdBy,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> lastUsedAt,
        Optional<String> lastUsedFrom,
        Optional<Instant> previousUntil,
        Optional<Instant> revokedAt) {
    public Key {
        scopes = scopes.map(Set::copyOf);
        addresses = List.copyOf(addresses);
    }

    /// Whose it is.
    public enum Kind {
        INSTALLATION,
        /// Always names its scopes.
        ORGANIZATION,
        USER,
        PROJECT
    }
}
