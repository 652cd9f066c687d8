package dev.fairlead.engine;

import java.util.Set;

/// What an engine is and what it can hold containers to. `security` are words of its own, such as
/// `seccomp` and `rootless`.
public record EngineFacts(
        String version, String cgroups, boolean memory, boolean processes, Set<String> security) {
    public EngineFacts {
        security = Set.copyOf(security);
    }
}
