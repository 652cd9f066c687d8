package dev.fairlead.engine.images;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How an image is built from a tar. `dockerfile` is a path in it; `target` one of its stages,
/// empty for the last; `tags` are given to the outcome.
public record BuildSpec(
        String dockerfile,
        String target,
        Map<String, String> arguments,
        Map<String, String> labels,
        Set<Reference> tags,
        List<Credentials> credentials,
        Running running) {
    public BuildSpec {
        arguments = Map.copyOf(arguments);
        labels = Map.copyOf(labels);
        tags = Set.copyOf(tags);
        credentials = List.copyOf(credentials);
    }

    /// How its commands run: `network` is `none` or a network's name, empty for the engine's usual;
    /// each may take that much memory and as much of the processors, and all of it `patience`.
    /// Without `cached` every step is done anew.
    public record Running(
            String network, long memoryBytes, double cpus, boolean cached, Duration patience) {}
}
