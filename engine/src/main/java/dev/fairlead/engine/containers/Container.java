package dev.fairlead.engine.containers;

import java.time.Instant;
import java.util.Map;

/// A container as it is. `image` is the digest of its image's description; `addresses` are those it
/// has by network, and `ports` those published, each with its port on the engine's machine, both
/// while it runs.
public record Container(
        String id,
        String image,
        Map<String, String> labels,
        Instant created,
        ContainerState state,
        Map<String, String> addresses,
        Map<Integer, Integer> ports) {
    public Container {
        labels = Map.copyOf(labels);
        addresses = Map.copyOf(addresses);
        ports = Map.copyOf(ports);
    }
}
