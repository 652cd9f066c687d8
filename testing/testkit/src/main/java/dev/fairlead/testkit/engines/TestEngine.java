package dev.fairlead.testkit.engines;

import java.io.IOException;
import java.nio.file.Path;

/// A container engine of a test's own, with its own folders and socket, beside whatever engine the
/// machine has.
public interface TestEngine extends AutoCloseable {
    Path socket();

    /// Ends the engine by force, and leaves its containers and folders as they are.
    void crash() throws IOException;

    /// Starts it again over the same folders, and waits until it answers.
    void revive() throws IOException;

    /// Ends it with all its containers and removes what it kept.
    @Override
    void close();
}
