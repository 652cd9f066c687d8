package dev.fairlead.engine.api;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// What a container prints, as engines send it: eight bytes before each piece are the stream's
/// number and the length. As an `InputStream` it is all pieces, whichever stream they are of.
public final class Frames extends InputStream {
    public static final int OUTPUT = 1;
    public static final int ERRORS = 2;

    private final DataInputStream from;
    private int source;
    private int left;

    public Frames(InputStream from) {
        this.from = new DataInputStream(from);
    }

    /// Goes to the next piece that is not empty, once this one is read; false when all is over.
    public boolean next() throws IOException {
        while (left == 0) {
            source = from.read();
            if (source < 0) {
                return false;
            }
            from.readFully(new byte[3]);
            left = from.readInt();
            if (left < 0 || source > ERRORS) {
                throw new IOException("the engine's stream is malformed");
            }
        }
        return true;
    }

    public int source() {
        return source;
    }

    /// Of the piece, what is not read yet.
    public int left() {
        return left;
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
        if (!next()) {
            return -1;
        }
        int read = from.read(bytes, offset, Math.min(length, left));
        if (read < 0) {
            throw new EOFException("the engine broke off");
        }
        left -= read;
        return read;
    }
}
