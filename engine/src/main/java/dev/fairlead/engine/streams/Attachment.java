package dev.fairlead.engine.streams;

import java.io.InputStream;
import java.io.OutputStream;

/// A connection to a container's streams. It reads no further than its reader asks, so that what a
/// container prints waits in the container, not in our memory. None of it has a deadline.
public interface Attachment extends AutoCloseable {
    /// What can be attached to.
    enum Stream {
        INPUT,
        OUTPUT,
        ERRORS
    }

    /// What goes to its standard input; closing it is the input's end.
    OutputStream input();

    /// What it prints on the streams that were attached.
    InputStream output();

    @Override
    void close();
}
