package dev.fairlead.container.stacks;

import dev.fairlead.container.instances.Making.Join;
import dev.fairlead.container.instances.Marks;
import dev.fairlead.container.instances.Networked;
import dev.fairlead.container.instances.StartFailed;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.engine.containers.ContainerSpec;
import dev.fairlead.engine.containers.Limits;
import dev.fairlead.engine.containers.Mount;
import dev.fairlead.engine.containers.Networking;
import dev.fairlead.engine.containers.Program;
import dev.fairlead.engine.containers.Walls;
import dev.fairlead.engine.volumes.Volume;
import dev.fairlead.model.stacks.StackDescription.StackNetwork;
import dev.fairlead.model.stacks.StackMount;
import dev.fairlead.model.stacks.StackService;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/// Makes containers' descriptions of the services of one version of a stack, with the networks and
/// volumes that they need.
final class Assembly {
    private static final long TEMPORARY_BYTES = 64L << 20;
    private static final int PROCESSES = 512;
    private static final long OPEN_FILES = 4096;
    private static final long PROCESSES_OF_A_USER = 32_768;
    private static final long SHARED_MEMORY = 64L << 20;
    private static final long LOG_FILE_BYTES = 5L << 20;
    private static final int LOG_FILES = 2;

    private final Hands hands;
    private final AppSpec app;
    private final Plan plan;
    private final Marks marks;
    private final Networked networks;
    private final Contents contents;

    Assembly(Hands hands, AppSpec app, Plan plan) {
        this.hands = hands;
        this.app = app;
        this.plan = plan;
        String installation = hands.settings().installation();
        this.marks = new Marks(installation);
        this.networks = hands.networks();
        this.contents = Contents.of(installation, hands.settings().files());
    }

    Marks marks() {
        return marks;
    }

    /// The networks of a service in this version, which are there then, each with what it is called
    /// there.
    List<Join> joins(StackService service) throws IOException {
        var joins = new ArrayList<Join>();
        for (StackNetwork network : plan.stack().networks()) {
            List<String> further = service.networks().get(network.name());
            if (further != null) {
                var aliases = new LinkedHashSet<String>();
                aliases.add(service.name());
                aliases.addAll(further);
                joins.add(new Join(there(network), List.copyOf(aliases)));
            }
        }
        return joins;
    }

    private String there(StackNetwork network) throws IOException {
        return networks.there(
                name(network),
                marks.network(app, OptionalInt.of(app.program().version())),
                network.internal());
    }

    private String name(StackNetwork network) {
        return networks.name(
                app.program().function()
                        + "/"
                        + app.environment()
                        + "/"
                        + app.program().version()
                        + "/"
                        + network.name());
    }

    /// All networks of this version, there or not.
    List<String> names() {
        return plan.stack().networks().stream().map(this::name).toList();
    }

    /// The network of the environment, where the entry is found by the stack's name.
    Join home() throws IOException {
        return new Join(networks.of(app), List.of(app.name().text()));
    }

    /// The network that what all versions share is made in, which is there then. Nobody else is.
    Join shared() throws IOException {
        String name = networks.name(app.program().function() + "/" + app.environment() + "/kept");
        networks.there(name, marks.network(app, OptionalInt.empty()), false);
        return new Join(name, List.of());
    }

    /// A container of a service, first of all in this network, or in none.
    ContainerSpec spec(StackService service, Optional<Join> in, Map<String, String> labels)
            throws StartFailed, IOException {
        StackService.Program asked = service.program();
        String name = service.name();
        Optional<List<String>> entrypoint =
                asked.entrypoint().isPresent()
                        ? Optional.of(plan.resolved(asked.entrypoint().get(), name))
                        : Optional.empty();
        Optional<List<String>> command =
                asked.command().isPresent()
                        ? Optional.of(plan.resolved(asked.command().get(), name))
                        // What the image would be given is for its own entrypoint.
                        : entrypoint.map(_ -> List.of());
        var program =
                new Program(
                        asked.image(),
                        entrypoint,
                        command,
                        environment(service),
                        asked.user(),
                        asked.folder(),
                        new Program.Ending(
                                asked.stopSignal(),
                                asked.stopGrace(),
                                service.confinement().init()));
        return new ContainerSpec(
                program,
                labels,
                mounts(service),
                limits(service),
                walls(service),
                networking(service, in),
                new ContainerSpec.Output.Kept(LOG_FILE_BYTES, LOG_FILES),
                false);
    }

    private Map<String, String> environment(StackService service) throws StartFailed {
        var environment = new HashMap<>(plan.environment(service));
        if (service.name().equals(plan.stack().entry())) {
            environment.putIfAbsent("PORT", Integer.toString(plan.stack().port()));
        }
        return environment;
    }

    private static Networking networking(StackService service, Optional<Join> in) {
        String hostname =
                service.program().hostname().isEmpty()
                        ? service.name()
                        : service.program().hostname();
        return in.<Networking>map(join ->
                        new Networking.Attached(
                                join.network(), hostname, join.aliases(), Set.of(), Map.of()))
                .orElseGet(() -> new Networking.Apart(hostname));
    }

    private List<Mount> mounts(StackService service) throws StartFailed, IOException {
        var mounts = new ArrayList<Mount>();
        for (StackMount mount : service.mounts()) {
            mounts.add(
                    switch (mount) {
                        case StackMount.Volume one ->
                                new Mount.Volume(
                                        volume(one.volume()), one.target(), one.readOnly());
                        case StackMount.Scratch(String target) ->
                                new Mount.Temporary(target, TEMPORARY_BYTES);
                        case StackMount.Temporary(String target, long bytes) ->
                                new Mount.Temporary(target, bytes == 0 ? TEMPORARY_BYTES : bytes);
                        case StackMount.Content file -> contents.mount(plan, service, file);
                    });
        }
        return mounts;
    }

    /// The stack's volume of this name, which is there then.
    private String volume(String name) throws IOException {
        Map<String, String> labels = marks.volume(app, name);
        List<Volume> there = hands.engine().volumes().list(Marks.wanted(labels));
        return there.isEmpty() ? hands.engine().volumes().create(labels) : there.getFirst().name();
    }

    private Limits limits(StackService service) {
        StackService.Confinement asked = service.confinement();
        long memory =
                asked.memoryBytes() > 0
                        ? asked.memoryBytes()
                        : app.program().limits().memoryBytes();
        return new Limits(
                memory,
                asked.processors() > 0
                        ? asked.processors()
                        : Runtime.getRuntime().availableProcessors(),
                0,
                asked.processes() > 0 ? asked.processes() : PROCESSES,
                asked.sharedMemoryBytes() > 0
                        ? asked.sharedMemoryBytes()
                        : Math.min(memory, SHARED_MEMORY),
                new TreeMap<>(
                        Map.of(
                                "nofile",
                                asked.openFiles() > 0 ? asked.openFiles() : OPEN_FILES,
                                "nproc",
                                PROCESSES_OF_A_USER)));
    }

    private Walls walls(StackService service) {
        StackService.Confinement asked = service.confinement();
        return new Walls(
                hands.settings().runtime(),
                Optional.empty(),
                Set.copyOf(asked.capabilities()),
                false,
                !asked.readOnly(),
                List.of(),
                List.of());
    }
}
