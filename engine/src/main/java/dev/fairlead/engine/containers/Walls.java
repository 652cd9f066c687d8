package dev.fairlead.engine.containers;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What keeps a container apart. `runtime` is an OCI runtime's name, empty for the engine's
/// standard. `filter` is a system call filter (seccomp) as JSON, else the engine's own holds. Of
/// the rights of root (capabilities, as in `CHOWN`) it has those named and no others. `masked`
/// places are empty inside and `readOnly` ones cannot be written, besides what engines protect by
/// themselves, unless `masked` or `readOnly` name something: then Docker protects that alone.
public record Walls(
        String runtime,
        Optional<String> filter,
        Set<String> capabilities,
        boolean mayGainPrivileges,
        boolean writableRoot,
        List<String> masked,
        List<String> readOnly) {
    /// No rights, no way to any, a root that cannot be written, all else as the engine does it.
    public static final Walls STRICT =
            new Walls("", Optional.empty(), Set.of(), false, false, List.of(), List.of());

    public Walls {
        capabilities = Set.copyOf(capabilities);
        masked = List.copyOf(masked);
        readOnly = List.copyOf(readOnly);
    }
}
