package dev.fairlead.identity.outbound;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/// One moment for a whole exchange, so that a server that drips bytes holds nobody.
final class Deadline {
    private final long end;

    Deadline(Duration time) {
        this.end = System.nanoTime() + time.toNanos();
    }

    int leftMillis() throws SocketTimeoutException {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException("took too long");
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    InputStream guard(Socket socket) throws IOException {
        return new FilterInputStream(socket.getInputStream()) {
            @Override
            public int read() throws IOException {
                socket.setSoTimeout(leftMillis());
                return super.read();
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                socket.setSoTimeout(leftMillis());
                return super.read(into, from, length);
            }
        };
    }
}
