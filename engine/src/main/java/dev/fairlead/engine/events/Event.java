package dev.fairlead.engine.events;

import dev.fairlead.engine.labels.Kind;

import java.time.Instant;
import java.util.Map;

/// Something that happened to what an engine keeps. `word` is the engine's own for it; `attributes`
/// are the labels and what else it tells, such as `exitCode`.
public record Event(
        Kind kind,
        String id,
        Action action,
        String word,
        Map<String, String> attributes,
        Instant time) {
    public Event {
        attributes = Map.copyOf(attributes);
    }

    /// What all engines tell alike; the rest is `OTHER`.
    public enum Action {
        CREATED,
        STARTED,
        PAUSED,
        UNPAUSED,
        /// A process of it was killed for want of memory; not all engines tell.
        OUT_OF_MEMORY,
        /// Its first process ended.
        DIED,
        REMOVED,
        OTHER
    }
}
