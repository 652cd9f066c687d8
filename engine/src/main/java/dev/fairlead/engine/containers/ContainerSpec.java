package dev.fairlead.engine.containers;

import java.util.List;
import java.util.Map;

/// A container to make. It has no name: what is ours is found by its labels. `input` is whether
/// something will be attached to its standard input, which ends when that lets go.
public record ContainerSpec(
        Program program,
        Map<String, String> labels,
        List<Mount> mounts,
        Limits limits,
        Walls walls,
        Networking networking,
        Output output,
        boolean input) {
    public ContainerSpec {
        labels = Map.copyOf(labels);
        mounts = List.copyOf(mounts);
    }

    /// What becomes of what it prints.
    public sealed interface Output {
        /// Whoever is attached gets it, and nobody else.
        record Forgotten() implements Output {}

        /// Kept by the engine in at most `files` files of `fileBytes` each, oldest lines dropped.
        /// Podman keeps one.
        record Kept(long fileBytes, int files) implements Output {
            public Kept {
                if (fileBytes < 1 || files < 1) {
                    throw new IllegalArgumentException("a log needs room");
                }
            }
        }
    }
}
