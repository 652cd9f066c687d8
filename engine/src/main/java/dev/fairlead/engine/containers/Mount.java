package dev.fairlead.engine.containers;

import java.nio.file.Path;

/// What is seen in a container at `target`.
public sealed interface Mount {
    String target();

    /// A file or folder of the engine's machine, without what is mounted below it.
    record Bind(Path source, String target, boolean readOnly) implements Mount {}

    /// A volume of the engine, as it is: what the image has at that place is not copied into it.
    record Volume(String name, String target, boolean readOnly) implements Mount {}

    /// A file system in memory that everybody may write; it counts as the container's memory.
    record Temporary(String target, long bytes) implements Mount {}
}
