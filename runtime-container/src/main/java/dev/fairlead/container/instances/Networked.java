package dev.fairlead.container.instances;

import dev.fairlead.container.networks.MachineRoutes;
import dev.fairlead.container.networks.Subnets;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.engine.Engine;
import dev.fairlead.engine.EngineFailed;
import dev.fairlead.engine.networks.NetworkSpec;
import dev.fairlead.model.apps.Egress;
import dev.fairlead.model.functions.ContentHash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The networks that containers are in: one for each environment of each project, where instances
/// find each other by their services' names, one more for those of them that may not connect to
/// elsewhere, and those of stacks. One for each engine.
public final class Networked {
    private static final int MOST_TRIES = 64;

    private final Engine engine;
    private final Marks marks;
    private final Subnets subnets;
    private final ReentrantLock creating = new ReentrantLock();

    public Networked(Engine engine, ContainerSettings settings) {
        this.engine = engine;
        this.marks = new Marks(settings.installation());
        this.subnets = Subnets.of(settings.subnets());
    }

    /// The network of an app's environment, which is there then.
    public String of(AppSpec app) throws IOException {
        return of(app, Egress.ALL);
    }

    /// The one for those that may connect to so much.
    String of(AppSpec app, Egress egress) throws IOException {
        String place = app.organization() + "/" + app.project() + "/" + app.environment();
        boolean inside = egress == Egress.NONE;
        return there(name(inside ? place + "/inside" : place), marks.network(), inside);
    }

    /// The engine machine's address in it.
    String gateway(AppSpec app, Egress egress) throws IOException {
        return engine.networks().inspect(of(app, egress)).stream()
                .flatMap(network -> network.gateways().stream())
                .findFirst()
                .orElseThrow(() -> new IOException("the engine tells no gateway of its network"));
    }

    /// What a network is called that is found by `what` again. Short, since interfaces are named
    /// after it in places, and nobody else's.
    public String name(String what) {
        byte[] bytes = (marks.installation() + "/" + what).getBytes(StandardCharsets.UTF_8);
        return "fairlead-" + ContentHash.of(bytes).hex().substring(0, 16);
    }

    /// The network of this name, which is there then; the name.
    public String there(String name, Map<String, String> labels, boolean internal)
            throws IOException {
        if (engine.networks().inspect(name).isPresent()) {
            return name;
        }
        // An engine that is asked twice at once makes two of one name.
        creating.lock();
        try {
            return made(name, labels, internal);
        } finally {
            creating.unlock();
        }
    }

    private String made(String name, Map<String, String> labels, boolean internal)
            throws IOException {
        if (engine.networks().inspect(name).isPresent()) {
            return name;
        }
        var spec = new NetworkSpec(name, labels, internal, Map.of());
        Optional<EngineFailed> refused = Optional.empty();
        List<String> free =
                subnets.startingAt(name, MachineRoutes.now()).limit(MOST_TRIES).toList();
        for (String subnet : free) {
            try {
                engine.networks().create(spec.at(subnet));
                return name;
            } catch (EngineFailed e) {
                if (e.reason() != EngineFailed.Reason.CONFLICT) {
                    throw e;
                }
                refused = Optional.of(e);
            }
            // Somebody made it meanwhile, or has the subnet.
            if (engine.networks().inspect(name).isPresent()) {
                return name;
            }
        }
        throw refused.orElseGet(() ->
                new EngineFailed(
                        EngineFailed.Reason.CONFLICT,
                        "all addresses for networks are in use; name others by"
                                + " FAIRLEAD_CONTAINER_SUBNETS"));
    }
}
