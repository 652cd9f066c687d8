package dev.fairlead.engine.networks;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// A network as it is; `subnets` as in `10.1.2.0/24`, `containers` are the ids of those that run in
/// it.
public record Network(
        String id,
        String name,
        Map<String, String> labels,
        String driver,
        boolean internal,
        List<String> subnets,
        Set<String> containers) {
    public Network {
        labels = Map.copyOf(labels);
        subnets = List.copyOf(subnets);
        containers = Set.copyOf(containers);
    }
}
