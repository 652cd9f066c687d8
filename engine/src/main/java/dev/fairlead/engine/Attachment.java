package dev.fairlead.engine;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// A connection to a container's streams. It reads no further than its reader asks, so that what a
/// container prints waits in the container, not in our memory.
public final class Attachment implements AutoCloseable {
    private final Connection connection;
    private final InputStream output;

    Attachment(Connection connection) {
        this.connection = connection;
        this.output = new Frames(new DataInputStream(connection.body()));
    }

    /// What goes to its standard input; closing it is the input's end.
    public OutputStream input() {
        return connection.input();
    }

    /// What it prints on the streams that were attached.
    public InputStream output() {
        return output;
    }

    @Override
    public void close() {
        connection.close();
    }

    /// The engine puts eight bytes before each piece: the stream's number and the length.
    private static final class Frames extends InputStream {
        private final DataInputStream from;
        private int left;

        Frames(DataInputStream from) {
            this.from = from;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            while (left == 0) {
                if (from.read() < 0) {
                    return -1;
                }
                from.readNBytes(3);
                left = from.readInt();
                if (left < 0) {
                    throw new IOException("the engine's stream is malformed");
                }
            }
            int read = from.read(bytes, offset, Math.min(length, left));
            if (read < 0) {
                throw new EOFException("the engine broke off");
            }
            left -= read;
            return read;
        }
    }
}
