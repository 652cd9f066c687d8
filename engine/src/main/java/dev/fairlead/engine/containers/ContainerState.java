package dev.fairlead.engine.containers;

import java.time.Instant;
import java.util.Optional;

/// How a container is. `pid` is its first process on the engine's machine, 0 when there is none;
/// `exitCode` is that of its last run, 128 and the signal for one that was killed; `trouble` is
/// what the engine says where it did not start. Podman does not tell `outOfMemory` everywhere.
public record ContainerState(
        Phase phase,
        long pid,
        int exitCode,
        boolean outOfMemory,
        Optional<Instant> started,
        Optional<Instant> finished,
        String trouble) {
    /// Engines differ in finer words, which fall together here.
    public enum Phase {
        CREATED,
        RUNNING,
        PAUSED,
        /// Removal has begun, or got stuck.
        REMOVING,
        EXITED
    }

    /// Whether it has processes, frozen or not.
    public boolean running() {
        return phase == Phase.RUNNING || phase == Phase.PAUSED;
    }
}
