package dev.fairlead.controlplane.control.builds;

import dev.fairlead.controlplane.store.builds.BuildStore;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.DeploymentId;

import java.util.function.Consumer;

/// Lets builds run as places become free.
public final class BuildQueue {
    private final BuildStore store;
    private final BuildLimits limits;
    private final Consumer<DeploymentId> start;

    /// `start` has a deployment run soon, even after a crash; twice does no harm.
    public BuildQueue(BuildStore store, BuildLimits limits, Consumer<DeploymentId> start) {
        this.store = store;
        this.limits = limits;
        this.start = start;
    }

    /// Throws `Rejected` when so many wait that another would not be run soon.
    public void admit() {
        if (store.waiting() >= limits.waiting()) {
            throw new Rejected(
                    ErrorCode.TOO_MANY_BUILDS, limits.waiting() + " builds wait; deploy later");
        }
    }

    /// Something was queued or has ended: starts what may run now.
    public void wake() {
        store.claim(limits.atOnce(), limits.perProject()).forEach(start);
    }

    /// Goes on with what was under way in a process that died, and with what waits.
    public void resume() {
        store.claimed().forEach(start);
        wake();
    }
}
