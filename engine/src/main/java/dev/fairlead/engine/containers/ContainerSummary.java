package dev.fairlead.engine.containers;

import java.time.Instant;
import java.util.Map;

/// A container in a list.
public record ContainerSummary(
        String id, Map<String, String> labels, ContainerState.Phase phase, Instant created) {
    public ContainerSummary {
        labels = Map.copyOf(labels);
    }
}
