package dev.fairlead.engine.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/// A request whose answer is read while it comes, or which became a stream in both directions.
/// Closing it, by any thread, ends whoever reads or writes.
public final class Exchange implements AutoCloseable {
    private final EngineClient client;
    private final Connection connection;
    private final Deadline deadline;
    private final AtomicBoolean closed = new AtomicBoolean();

    Exchange(EngineClient client, Connection connection, Deadline deadline) {
        this.client = client;
        this.connection = connection;
        this.deadline = deadline;
    }

    public int status() {
        return connection.status();
    }

    public InputStream body() {
        return connection.body();
    }

    /// To the engine, of one that became a stream; closing it closes that direction alone.
    public OutputStream input() {
        return connection.input();
    }

    /// What a failure truly was: that all of it took too long, or itself.
    public IOException explained(IOException failure) {
        return deadline.explained(failure);
    }

    void endDeadline() {
        deadline.close();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            deadline.close();
            client.giveBack(connection);
        }
    }
}
