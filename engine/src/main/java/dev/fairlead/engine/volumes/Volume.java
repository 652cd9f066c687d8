package dev.fairlead.engine.volumes;

import java.util.Map;

/// A volume; `place` is its folder on the engine's machine, empty for one that has none.
public record Volume(String name, Map<String, String> labels, String place) {
    public Volume {
        labels = Map.copyOf(labels);
    }
}
