package dev.fairlead.controlplane.store.builds;

import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.model.deployments.BuildState;
import dev.fairlead.model.ids.BuildId;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One build with its deployment. `attempts` counts how often its work was begun, `position` is its
/// place among those that wait, from 1.
public record Build(
        BuildId id,
        BuildState state,
        Deployment deployment,
        ProjectName project,
        ServiceName function,
        int attempts,
        List<Deployment.Phase> phases,
        Optional<DeploymentId> redrivenAs,
        Optional<Integer> position,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt) {
    public Build {
        phases = List.copyOf(phases);
    }
}
