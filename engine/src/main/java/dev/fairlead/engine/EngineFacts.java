package dev.fairlead.engine;

import java.util.Set;

/// What an engine is and can do. `architecture` is as in Go (`amd64`); `cgroups` is the version of
/// control groups it uses; `security` are words of its own, such as `seccomp` and `rootless`.
public record EngineFacts(
        Product product,
        String version,
        String architecture,
        int cgroups,
        Runtimes runtimes,
        Set<Ability> abilities,
        Set<String> security) {
    public EngineFacts {
        abilities = Set.copyOf(abilities);
        security = Set.copyOf(security);
    }

    public enum Product {
        DOCKER,
        PODMAN
    }

    /// What not every engine can.
    public enum Ability {
        /// Memory of containers is bounded.
        MEMORY_LIMIT,
        /// The number of processes is bounded.
        PROCESS_LIMIT,
        /// Limits of a running container can be changed.
        UPDATE,
        /// An event tells that a container ran out of memory; elsewhere its state does, once it
        /// ended.
        OUT_OF_MEMORY_EVENTS,
        PAUSE,
        /// BuildKit is built in, for who speaks its protocol.
        BUILDKIT,
        /// It belongs to a swarm.
        SWARM
    }

    /// The OCI runtimes by name, and the one that containers get which name none.
    public record Runtimes(String standard, Set<String> names) {
        public Runtimes {
            names = Set.copyOf(names);
        }
    }

    public boolean can(Ability ability) {
        return abilities.contains(ability);
    }
}
