package dev.fairlead.engine.streams;

import java.time.Instant;

/// A line that a container printed, as UTF-8, without its end. A long one comes in pieces of at
/// most 16 KiB, of which only the last is `ended`. Podman tells whole seconds alone.
public record LogEntry(Source source, Instant time, String text, boolean ended) {
    public enum Source {
        OUTPUT,
        ERRORS
    }
}
