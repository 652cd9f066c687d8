package dev.fairlead.engine.volumes;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// The volumes of an engine.
public interface Volumes {
    /// Makes a volume on the engine's disk; its name.
    String create(Map<String, String> labels) throws IOException;

    /// A volume in memory, which only root may write; it holds nothing unless a container runs. Its
    /// name.
    String createInMemory(long bytes, Map<String, String> labels) throws IOException;

    /// Those that carry all of the labels (`name` or `name=value`).
    List<Volume> list(List<String> labels) throws IOException;

    /// With what is in it; `CONFLICT` while a container uses it, without effect where it is not
    /// there.
    void remove(String name) throws IOException;
}
