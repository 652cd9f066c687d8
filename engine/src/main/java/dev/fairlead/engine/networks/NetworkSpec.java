package dev.fairlead.engine.networks;

import java.util.Map;

/// A network to make on the engine's machine, where containers find each other by alias. An
/// `internal` one leads nowhere else. `options` are the driver's (`bridge`) own.
public record NetworkSpec(
        String name, Map<String, String> labels, boolean internal, Map<String, String> options) {
    public NetworkSpec {
        labels = Map.copyOf(labels);
        options = Map.copyOf(options);
    }
}
