package dev.fairlead.controlplane.store.organizations;

import dev.fairlead.model.ids.GroupId;

import java.time.Instant;
import java.util.Optional;

/// Members by one name. `externalId` is what a directory calls it.
public record Group(
        GroupId id, String name, Optional<String> externalId, int members, Instant createdAt) {}
