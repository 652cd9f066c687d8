package dev.fairlead.container.instances;

import dev.fairlead.dataplane.apps.AppInstance;

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
    String service();

    /// What runs besides the instances, as part of the version.
    List<AppInstance> others();

    /// Whether an instance that nobody needs may be frozen, and a container created ahead.
    boolean spares();

    /// No instance is left, and none is needed now; with `over` nothing leads to the version any
    /// more. Called again and again; returns at once.
    void idle(boolean over);
}
