package dev.fairlead.engine.http;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// A time at which a connection is closed, so that nobody waits on it. Closing this takes it back.
final class Deadline implements AutoCloseable {
    private final Duration patience;
    private final Future<?> alarm;
    private @Nullable Closeable target;
    private boolean passed;

    Deadline(Duration patience, ScheduledExecutorService clock) {
        this.patience = patience;
        this.alarm = clock.schedule(this::pass, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// What is to be closed from now on, instead of what was.
    synchronized void closes(Closeable next) throws IOException {
        if (passed) {
            next.close();
            throw trouble();
        }
        target = next;
    }

    private synchronized void pass() {
        passed = true;
        if (target != null) {
            try {
                target.close();
            } catch (IOException e) {
                // Who uses it will notice.
            }
        }
    }

    synchronized boolean passed() {
        return passed;
    }

    /// What a failure truly was: that it took too long, or itself.
    IOException explained(IOException failure) {
        if (!passed()) {
            return failure;
        }
        IOException late = trouble();
        late.initCause(failure);
        return late;
    }

    private IOException trouble() {
        return new IOException("the engine did not answer in " + patience.toSeconds() + " s");
    }

    @Override
    public void close() {
        alarm.cancel(false);
    }
}
