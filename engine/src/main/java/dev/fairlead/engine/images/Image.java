package dev.fairlead.engine.images;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An image that an engine has. `id` is the digest of its description; `tags` are its names here
/// and `digests` those of its manifests by name, as registries know it.
public record Image(
        String id,
        Set<String> tags,
        Set<String> digests,
        Map<String, String> labels,
        long bytes,
        Instant created,
        Defaults defaults) {
    public Image {
        tags = Set.copyOf(tags);
        digests = Set.copyOf(digests);
        labels = Map.copyOf(labels);
    }

    /// What its containers do unless they are told otherwise; `ports` are TCP ports it says that it
    /// listens at.
    public record Defaults(
            List<String> entrypoint,
            List<String> arguments,
            Map<String, String> environment,
            String user,
            String folder,
            Set<Integer> ports,
            String architecture) {
        public Defaults {
            entrypoint = List.copyOf(entrypoint);
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
            ports = Set.copyOf(ports);
        }
    }
}
