package dev.fairlead.engine.containers;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// Whom a container can reach. A `hostname` is the container's own, empty for one that the engine
/// makes up.
public sealed interface Networking {
    /// Itself.
    record Apart(String hostname) implements Networking {}

    /// Those in a network, who find it by its aliases. `ports` (TCP) are published, each at a free
    /// port of the loopback address of the engine's machine; `hosts` are names that it knows, with
    /// their addresses.
    record Attached(
            String network,
            String hostname,
            List<String> aliases,
            Set<Integer> ports,
            Map<String, String> hosts)
            implements Networking {
        public Attached {
            aliases = List.copyOf(aliases);
            ports = Set.copyOf(ports);
            hosts = Map.copyOf(hosts);
        }
    }

    /// As another container that runs, whose addresses it shares.
    record Joined(String container) implements Networking {}
}
