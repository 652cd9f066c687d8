package dev.fairlead.model.wire;

import java.util.List;

/// The instances of an app or a stack on the server that answers, by version. `health` is that of
/// the least healthy: unhealthy, starting or healthy; none where there is no instance.
public record InstancesResponse(String health, List<InstanceJson> items) {}
