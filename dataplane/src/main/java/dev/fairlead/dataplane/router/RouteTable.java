package dev.fairlead.dataplane.router;

import java.util.List;

/// Everything the data plane needs to answer, as one immutable snapshot. A higher `revision` is
/// newer.
public record RouteTable(long revision, List<RoutedService> services) {
    public RouteTable {
        services = List.copyOf(services);
    }
}
