package dev.fairlead.controlplane.control.deployments;

import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.controlplane.store.deployments.DeploymentStore;
import dev.fairlead.controlplane.store.functions.FunctionRecord;
import dev.fairlead.model.deployments.DeploymentState;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.ids.DeploymentId;

import java.util.Optional;
import java.util.function.Consumer;

/// Accepts deployments: writes them down and has them run.
public final class Deployments {
    private final DeploymentStore store;
    private final Consumer<DeploymentId> queue;

    /// `queue` has a deployment run soon, even after a crash.
    public Deployments(DeploymentStore store, Consumer<DeploymentId> queue) {
        this.store = store;
        this.queue = queue;
    }

    /// A new deployment, whatever was deployed before.
    public Deployment submit(FunctionRecord function, Language language, ContentHash source) {
        Deployment made = store.create(function.organization(), function.id(), language, source);
        queue.accept(made.id());
        return made;
    }

    /// A new deployment unless the newest that has not failed has the same source and language;
    /// then that one.
    public Deployment submitIfChanged(
            FunctionRecord function, Language language, ContentHash source) {
        Optional<Deployment> same =
                store.newestGood(function.organization(), function.id())
                        .filter(d -> d.state() != DeploymentState.FAILED)
                        .filter(d -> d.language() == language && d.source().equals(source));
        return same.orElseGet(() -> submit(function, language, source));
    }

    /// Has everything run that has not ended: after a start, and from time to time.
    public void resume() {
        store.open().forEach(queue);
    }
}
