package dev.fairlead.controlplane.store.builds;

import dev.fairlead.model.deployments.BuildState;
import dev.fairlead.model.ids.ServiceId;

import java.util.Optional;

/// Which builds a list shows.
public record BuildFilter(Optional<ServiceId> function, Optional<BuildState> state) {}
