package dev.fairlead.controlplane.api.idempotency;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/// A body that goes into a digest whichever way it is read. `ended` runs when all of it was read,
/// `broken` when a read fails.
final class SummedBody extends InputStream {
    private final InputStream body;
    private final MessageDigest digest;
    private final Runnable ended;
    private final Runnable broken;

    SummedBody(InputStream body, MessageDigest digest, Runnable ended, Runnable broken) {
        this.body = body;
        this.digest = digest;
        this.ended = ended;
        this.broken = broken;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte @Nullable [] into, int offset, int length) throws IOException {
        if (into == null) {
            throw new IllegalArgumentException("nowhere to read into");
        }
        try {
            int count = body.read(into, offset, length);
            if (count > 0) {
                digest.update(into, offset, count);
            } else if (count < 0) {
                ended.run();
            }
            return count;
        } catch (IOException | RuntimeException e) {
            broken.run();
            throw e;
        }
    }
}
