package dev.fairlead.controlplane.store.versions;

import dev.fairlead.model.ids.EnvironmentId;
import dev.fairlead.model.ids.RolloutId;
import dev.fairlead.model.names.AliasName;
import dev.fairlead.model.names.EnvironmentName;
import dev.fairlead.model.traffic.Traffic;

import java.util.Optional;

/// A name for traffic in an environment: how it is spread, the version that stands for it and the
/// one before, and the rollout that moves it.
public record Alias(
        AliasName name,
        EnvironmentId environmentId,
        EnvironmentName environment,
        int version,
        Optional<Integer> previous,
        Traffic traffic,
        Optional<RolloutId> rollout,
        long revision) {}
