package dev.fairlead.controlplane.store.directory;

import dev.fairlead.model.ids.GroupId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A group as a directory sees it, with everybody it has in it: those who are no members of the
/// organization yet, or not now, too.
public record DirectoryGroup(
        GroupId id,
        String name,
        Optional<String> externalId,
        List<Reference> members,
        Instant createdAt,
        Instant changedAt) {
    public DirectoryGroup {
        members = List.copyOf(members);
    }
}
