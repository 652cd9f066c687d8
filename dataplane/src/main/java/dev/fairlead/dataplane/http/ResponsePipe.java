package dev.fairlead.dataplane.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Bytes from a thread that may block to a response on its event loop. The writer waits while more
/// than `MOST_BYTES` are on their way to a slower client.
public final class ResponsePipe {
    private static final int MOST_BYTES = 256 << 10;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final HttpServerResponse response;
    private final Context context;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long underWay;
    private boolean closed;

    public ResponsePipe(HttpServerResponse response, Context context) {
        this.response = response;
        this.context = context;
    }

    /// The client went away: whoever writes is told.
    public void closed() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Throws when the client went away or took nothing for a minute.
    public void write(byte[] bytes) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = PATIENCE_NANOS;
            while (underWay > MOST_BYTES && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (closed || left <= 0) {
                throw new IOException("the client went away");
            }
            underWay += bytes.length;
        } finally {
            lock.unlock();
        }
        context.runOnContext(
                _ -> response.write(Buffer.buffer(bytes)).onComplete(_ -> arrived(bytes.length)));
    }

    private void arrived(int count) {
        lock.lock();
        try {
            underWay -= count;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
