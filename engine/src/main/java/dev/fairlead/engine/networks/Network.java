package dev.fairlead.engine.networks;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// A network as it is; `subnets` as in `10.1.2.0/24`, `gateways` are the addresses of the engine's
/// machine in it, `containers` are the ids of those that run in it.
public record Network(
        String id,
        String name,
        Map<String, String> labels,
        String driver,
        boolean internal,
        List<String> subnets,
        List<String> gateways,
        Set<String> containers) {
    public Network {
        labels = Map.copyOf(labels);
        subnets = List.copyOf(subnets);
        gateways = List.copyOf(gateways);
        containers = Set.copyOf(containers);
    }
}
