package dev.fairlead.controlplane.store.versions;

import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.ids.EnvironmentId;
import dev.fairlead.model.names.EnvironmentName;

import java.time.Instant;
import java.util.Optional;

/// An immutable version of a service in an environment. `base` is the version whose artifact it
/// took where it built none; `failed` says why it must not be gone back to. A site has no language,
/// a proxy neither source nor artifact.
public record Version(
        int number,
        EnvironmentId environmentId,
        EnvironmentName environment,
        DeploymentId deployment,
        Optional<Language> language,
        Optional<Abi> abi,
        Optional<ContentHash> artifact,
        Optional<ContentHash> source,
        Configuration configuration,
        Optional<Integer> base,
        Optional<String> failed,
        boolean live,
        Instant createdAt) {}
