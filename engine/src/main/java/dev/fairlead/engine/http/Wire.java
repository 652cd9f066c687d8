package dev.fairlead.engine.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Bytes to an engine and from it.
interface Wire extends AutoCloseable {
    InputStream in();

    OutputStream out();

    /// Says that nothing more will be sent; what the engine sends can still be read.
    void endOutput() throws IOException;

    /// Whether the engine still holds its end, as far as can be seen without asking it. Nothing
    /// must be under way.
    boolean holds();

    /// Takes effect at once, whoever reads or writes.
    @Override
    void close();
}
