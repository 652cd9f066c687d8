package dev.fairlead.controlplane.control.deployments;

import dev.fairlead.controlplane.control.builds.BuildQueue;
import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.controlplane.store.deployments.DeploymentStore;
import dev.fairlead.controlplane.store.services.ServiceRecord;

import java.util.Optional;

/// Accepts deployments: writes them down and has them run.
public final class Deployments {
    private final DeploymentStore store;
    private final BuildQueue queue;

    public Deployments(DeploymentStore store, BuildQueue queue) {
        this.store = store;
        this.queue = queue;
    }

    /// Throws `Rejected` when too many wait for another to be of use.
    public void admit() {
        queue.admit();
    }

    /// A new deployment, whatever was deployed before. Throws `Rejected` when too many wait.
    public Deployment submit(ServiceRecord function, SourceStore.Accepted source) {
        queue.admit();
        Deployment made =
                store.create(
                        function.organization(),
                        function.id(),
                        source.language(),
                        source.hash(),
                        source.bytes());
        queue.wake();
        return made;
    }

    /// A new deployment unless the newest that neither failed nor was cancelled has the same source
    /// and language; then that one.
    public Deployment submitIfChanged(ServiceRecord function, SourceStore.Accepted source) {
        Optional<Deployment> same =
                store.newestGood(function.organization(), function.id())
                        .filter(d -> d.language() == source.language())
                        .filter(d -> d.source().equals(source.hash()));
        return same.orElseGet(() -> submit(function, source));
    }
}
