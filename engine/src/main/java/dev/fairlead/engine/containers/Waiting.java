package dev.fairlead.engine.containers;

import java.io.IOException;

/// The end of a container, when it comes.
public interface Waiting extends AutoCloseable {
    /// Blocks until then, however long; the exit code. Throws when the engine goes away, or when
    /// this is closed.
    int exitCode() throws IOException;

    @Override
    void close();
}
