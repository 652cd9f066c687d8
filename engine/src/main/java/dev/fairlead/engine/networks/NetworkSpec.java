package dev.fairlead.engine.networks;

import java.util.Map;
import java.util.Optional;

/// A network to make on the engine's machine, where containers find each other by alias. An
/// `internal` one leads nowhere else. `options` are the driver's (`bridge`) own. `subnet` is where
/// its addresses are, as in `10.1.2.0/26`; else the engine chooses.
public record NetworkSpec(
        String name,
        Map<String, String> labels,
        boolean internal,
        Map<String, String> options,
        Optional<String> subnet) {
    public NetworkSpec {
        labels = Map.copyOf(labels);
        options = Map.copyOf(options);
    }

    /// Where the engine chooses the addresses.
    public NetworkSpec(
            String name,
            Map<String, String> labels,
            boolean internal,
            Map<String, String> options) {
        this(name, labels, internal, options, Optional.empty());
    }

    public NetworkSpec at(String place) {
        return new NetworkSpec(name, labels, internal, options, Optional.of(place));
    }
}
