package dev.fairlead.engine.labels;

import java.util.Map;

/// Something that the engine keeps, with its labels. An `id` is all it takes to name it.
public record Labelled(Kind kind, String id, Map<String, String> labels) {
    public Labelled {
        labels = Map.copyOf(labels);
    }
}
