package dev.fairlead.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A container to make: no network, no rights, a root that cannot be written. `command` begins with
/// a program's path inside; `user` is a number to the kernel; `temporary` are memory file systems
/// by place with their bytes.
public record ContainerSpec(
        String image,
        List<String> command,
        int user,
        String folder,
        Map<String, String> labels,
        List<Mount> mounts,
        Map<String, Long> temporary,
        Limits limits,
        Walls walls) {
    public ContainerSpec {
        command = List.copyOf(command);
        labels = Map.copyOf(labels);
        mounts = List.copyOf(mounts);
        temporary = Map.copyOf(temporary);
    }

    /// What is seen inside at `target`.
    public sealed interface Mount {
        String target();

        /// A file or folder of this machine, without what is mounted below it.
        record Bind(Path source, String target, boolean readOnly) implements Mount {}

        /// A volume of the engine, as it is.
        record Volume(String name, String target) implements Mount {}
    }

    /// What all of it may take; `perProcess` are limits that each process has, as in `setrlimit`.
    public record Limits(
            long memoryBytes,
            double cpus,
            int processes,
            long sharedMemoryBytes,
            Map<String, Long> perProcess) {
        public Limits {
            perProcess = Map.copyOf(perProcess);
        }
    }

    /// What the kernel refuses: a system call filter as the engine reads it, and places that are
    /// empty or cannot be written inside.
    public record Walls(String filter, List<String> masked, List<String> readOnly) {
        public Walls {
            masked = List.copyOf(masked);
            readOnly = List.copyOf(readOnly);
        }
    }
}
