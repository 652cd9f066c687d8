package dev.fairlead.dataplane.http;

import dev.fairlead.dataplane.runtime.GuestBody;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A request's body, from the event loop that receives it to the thread that reads it. Holds at
/// most a few chunks: the socket is not read while the reader is behind.
public final class RequestPipe implements GuestBody {
    private static final int CHUNKS_AHEAD = 16;

    private final HttpServerRequest request;
    private final Context context;
    private final long length;
    private final long mostBytes;
    private final long silenceMillis;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Buffer> chunks = new ArrayDeque<>();
    private int position;
    private long received;
    private boolean ended;
    private @Nullable RuntimeException failure;

    /// Must be made on the request's event loop, before the first byte was handed out.
    /// `silenceMillis` is how long a reader waits for the next byte.
    public RequestPipe(
            HttpServerRequest request,
            Context context,
            long length,
            long mostBytes,
            long silenceMillis) {
        this.request = request;
        this.context = context;
        this.length = length;
        this.mostBytes = mostBytes;
        this.silenceMillis = silenceMillis;
        request.pause();
        request.handler(this::received);
        request.endHandler(_ -> end(null));
        request.exceptionHandler(
                _ -> end(new Rejected(ErrorCode.REQUEST_TIMEOUT, "the client went away")));
        request.fetch(CHUNKS_AHEAD);
    }

    private void received(Buffer chunk) {
        lock.lock();
        try {
            received += chunk.length();
            if (received > mostBytes) {
                failure = tooLarge(mostBytes);
                chunks.clear();
            } else {
                chunks.add(chunk);
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void end(@Nullable RuntimeException reason) {
        lock.lock();
        try {
            ended = true;
            if (reason != null && failure == null) {
                failure = reason;
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    public static Rejected tooLarge(long mostBytes) {
        return new Rejected(
                ErrorCode.BODY_TOO_LARGE, "the body may have at most " + mostBytes + " bytes");
    }

    /// Whether the whole body has arrived, so that the connection can be used again.
    public boolean ended() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int read(byte[] into, int offset, int most) throws IOException, InterruptedException {
        if (most == 0) {
            return 0;
        }
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(silenceMillis);
            while (chunks.isEmpty() && !ended && failure == null) {
                left = changed.awaitNanos(left);
                if (left <= 0) {
                    failure =
                            new Rejected(
                                    ErrorCode.REQUEST_TIMEOUT,
                                    "no byte of the body came for " + silenceMillis + " ms");
                }
            }
            if (failure != null) {
                throw failure;
            }
            return chunks.isEmpty() ? -1 : take(into, offset, most);
        } finally {
            lock.unlock();
        }
    }

    private int take(byte[] into, int offset, int most) {
        Buffer head = chunks.element();
        int count = Math.min(most, head.length() - position);
        head.getBytes(position, position + count, into, offset);
        position += count;
        if (position == head.length()) {
            chunks.remove();
            position = 0;
            context.runOnContext(_ -> request.fetch(1));
        }
        return count;
    }

    @Override
    public byte[] readAll() throws IOException, InterruptedException {
        var all = new ByteArrayOutputStream();
        var some = new byte[8192];
        for (int count; (count = read(some, 0, some.length)) >= 0; ) {
            all.write(some, 0, count);
        }
        return all.toByteArray();
    }
}
