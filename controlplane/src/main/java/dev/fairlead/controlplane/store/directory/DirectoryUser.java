package dev.fairlead.controlplane.store.directory;

import dev.fairlead.model.ids.UserId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A person of an organization as its directory sees them: a member, or one that is none at the
/// moment. `userName` and `externalId` are the directory's names for them; who never came from it
/// has their address as the former.
public record DirectoryUser(
        UserId id,
        String userName,
        Optional<String> externalId,
        String email,
        String name,
        boolean active,
        List<Reference> groups,
        Instant createdAt,
        Instant changedAt) {
    public DirectoryUser {
        groups = List.copyOf(groups);
    }
}
