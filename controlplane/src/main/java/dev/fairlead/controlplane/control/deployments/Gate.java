package dev.fairlead.controlplane.control.deployments;

import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.controlplane.store.environments.Environment;
import dev.fairlead.controlplane.store.environments.EnvironmentStore;

import java.util.Optional;

/// What a deployment that is ready may have to wait for: people who agree, and an environment that
/// thaws.
public final class Gate {
    private final EnvironmentStore environments;

    public Gate(EnvironmentStore environments) {
        this.environments = environments;
    }

    boolean closed(Deployment deployment) {
        return environments
                .find(deployment.environment())
                .filter(e -> e.freeze().isPresent() || missing(e, deployment) > 0)
                .isPresent();
    }

    private static int missing(Environment environment, Deployment deployment) {
        int needed = environment.protection().approvals();
        return needed == 0 ? 0 : needed - deployment.approvedBy().size();
    }

    /// What it waits for, for people.
    String reason(Deployment deployment) {
        Optional<Environment> environment = environments.find(deployment.environment());
        return environment
                .map(e ->
                        e.freeze()
                                .map(freeze -> "'" + e.name() + "' is frozen: " + freeze.reason())
                                .orElseGet(() ->
                                        missing(e, deployment)
                                                + " more have to approve it for '"
                                                + e.name()
                                                + "'"))
                .orElse("");
    }
}
