package dev.fairlead.builders.intake;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Ends with a refusal when more comes out than may. Tar readers hold names and headers whole,
/// however long they claim to be.
final class CountedStream extends FilterInputStream {
    private final Unpacking unpacking;
    private long left;

    CountedStream(InputStream in, long most, Unpacking unpacking) {
        super(in);
        this.left = most;
        this.unpacking = unpacking;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = super.read(into, offset, length);
        count(count);
        return count;
    }

    @Override
    public long skip(long wanted) throws IOException {
        long count = super.skip(wanted);
        count(count);
        return count;
    }

    private void count(long bytes) {
        left -= Math.max(0, bytes);
        if (left < 0) {
            throw unpacking.tooLarge();
        }
    }
}
