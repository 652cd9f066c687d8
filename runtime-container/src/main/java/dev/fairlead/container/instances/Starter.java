package dev.fairlead.container.instances;

import dev.fairlead.dataplane.apps.AppInstance;
import dev.fairlead.dataplane.versions.UpstreamSpec.Timeouts;

import java.util.List;
import java.util.Optional;

/// Starts the instances of one version. For any thread; its first calls block.
public interface Starter {
    /// A new one, of the container that was `created` ahead or of another. Returns when it can take
    /// requests.
    Instance launch(Optional<String> created) throws StartFailed, InterruptedException;

    /// A container that was not started, for the next one that is needed; empty where that fails.
    Optional<String> create();

    /// Those that run already, answer, and nobody has yet. None where the engine is away.
    List<Instance> there();

    /// Which service of a stack the instances are of; empty for an app.
    default String service() {
        return "";
    }

    /// What runs besides the instances, as part of the version.
    default List<AppInstance> others() {
        return List.of();
    }

    /// Whether an instance that nobody needs may be frozen, and a container created ahead.
    default boolean spares() {
        return true;
    }

    /// How many requests at once an instance gets, of which the version's limits allow `asked`.
    default int concurrency(int asked) {
        return asked;
    }

    /// Whether instances take events, not only requests.
    default boolean takesEvents() {
        return false;
    }

    /// How long requests may take.
    default Timeouts timeouts() {
        return Timeouts.USUAL;
    }

    /// No instance is left, and none is needed now; with `over` nothing leads to the version any
    /// more. Called again and again; returns at once.
    void idle(boolean over);
}
