package dev.fairlead.engine.images;

import java.util.Map;
import java.util.Set;

/// An image in a list.
public record ImageSummary(String id, Set<String> tags, Map<String, String> labels, long bytes) {
    public ImageSummary {
        tags = Set.copyOf(tags);
        labels = Map.copyOf(labels);
    }
}
