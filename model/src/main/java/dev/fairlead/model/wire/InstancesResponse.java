package dev.fairlead.model.wire;

import java.util.List;

/// The instances of an app on the server that answers, by version.
public record InstancesResponse(List<InstanceJson> items) {}
