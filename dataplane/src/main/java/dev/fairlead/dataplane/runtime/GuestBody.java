package dev.fairlead.dataplane.runtime;

import java.io.IOException;
import java.util.Arrays;

/// The bytes of a request, read by the guest's thread.
public interface GuestBody {
    GuestBody EMPTY = of(new byte[0]);

    /// Bytes in all, or -1 where only the end will tell.
    long length();

    /// Blocks until at least one byte is there; -1 at the end. Throws when the client went away or
    /// sent more than it may.
    int read(byte[] into, int offset, int length) throws IOException, InterruptedException;

    /// The rest, whole. Bounded by whoever made the body.
    byte[] readAll() throws IOException, InterruptedException;

    /// A body that is already here. The array is handed over: do not change it afterwards.
    static GuestBody of(byte[] bytes) {
        return new GuestBody() {
            private int position;

            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                if (position == bytes.length) {
                    return length == 0 ? 0 : -1;
                }
                int count = Math.min(length, bytes.length - position);
                System.arraycopy(bytes, position, into, offset, count);
                position += count;
                return count;
            }

            @Override
            public byte[] readAll() {
                byte[] rest =
                        position == 0 ? bytes : Arrays.copyOfRange(bytes, position, bytes.length);
                position = bytes.length;
                return rest;
            }
        };
    }
}
