package dev.fairlead.controlplane.control.builds;

import dev.fairlead.controlplane.store.builds.Build;
import dev.fairlead.controlplane.store.builds.BuildStore;
import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.controlplane.store.deployments.DeploymentStore;
import dev.fairlead.controlplane.store.deployments.NewDeployments;
import dev.fairlead.model.deployments.BuildState;
import dev.fairlead.model.deployments.DeploymentState;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.BuildId;
import dev.fairlead.model.ids.OrganizationId;

import java.util.Optional;

/// What people do with builds: look, cancel, redrive.
public final class Builds {
    private final BuildStore store;
    private final DeploymentStore deployments;
    private final NewDeployments fresh;
    private final RunningBuilds running;
    private final BuildQueue queue;

    public Builds(
            BuildStore store,
            DeploymentStore deployments,
            NewDeployments fresh,
            RunningBuilds running,
            BuildQueue queue) {
        this.store = store;
        this.deployments = deployments;
        this.fresh = fresh;
        this.running = running;
        this.queue = queue;
    }

    public Build get(OrganizationId organization, BuildId id) {
        return store.find(organization, id)
                .orElseThrow(() -> new Rejected(ErrorCode.BUILD_NOT_FOUND, "no build " + id));
    }

    /// Ends a build and its deployment; what was live stays so. From here on nothing that the build
    /// makes is used, whether or not its process is gone already.
    public Build cancel(OrganizationId organization, BuildId id) {
        Deployment at = get(organization, id).deployment();
        Optional<Deployment> cancelled = Optional.empty();
        while (cancelled.isEmpty()) {
            if (!at.state().mayBecome(DeploymentState.CANCELLED)) {
                throw new Rejected(ErrorCode.BUILD_ENDED, "its deployment is " + at.state().word());
            }
            cancelled = deployments.cancel(at);
            if (cancelled.isEmpty()) {
                at = get(organization, id).deployment();
            }
        }
        running.stop(at.id());
        queue.wake();
        return get(organization, id);
    }

    /// A new deployment of what a dead build was to make. Throws `Rejected` where it is not dead or
    /// a newer source came since.
    public Deployment redrive(OrganizationId organization, BuildId id) {
        Build build = get(organization, id);
        if (build.state() != BuildState.DEAD) {
            throw new Rejected(ErrorCode.BUILD_NOT_DEAD, "it is " + build.state().word());
        }
        queue.admit();
        Deployment made = fresh.redrive(build.deployment());
        queue.wake();
        return made;
    }
}
