package dev.fairlead.sandbox;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/// A running step. Its end takes everything with it that it started.
public interface SandboxedProcess extends AutoCloseable {
    OutputStream input();

    /// What it writes on standard output, as it comes.
    InputStream output();

    /// What it writes on standard error; the same bytes as `output` are never here.
    InputStream errors();

    /// Waits for the end, at most so long; false when it still runs then.
    boolean await(Duration patience) throws InterruptedException;

    /// How it ended; throws `IllegalStateException` while it runs.
    Ending ending();

    boolean alive();

    /// Kills it with all it started and gives back what it held; without effect after the end.
    @Override
    void close();
}
