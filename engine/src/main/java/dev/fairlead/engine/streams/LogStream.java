package dev.fairlead.engine.streams;

import java.io.IOException;
import java.util.Optional;

/// The lines of a container's log, oldest first. It reads no further than it is asked.
public interface LogStream extends AutoCloseable {
    /// The next one, waiting for it where the log is followed; empty after the last.
    Optional<LogEntry> next() throws IOException;

    @Override
    void close();
}
