package dev.fairlead.controlplane.store.versions;

import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.ids.DeploymentId;

import java.time.Instant;

/// An immutable version of a function.
public record Version(
        int number,
        DeploymentId deployment,
        Language language,
        Abi abi,
        ContentHash artifact,
        ContentHash source,
        boolean live,
        Instant createdAt) {}
