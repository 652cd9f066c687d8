package dev.fairlead.sandbox.running;

import dev.fairlead.sandbox.Ending;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/// How a step ended, and that it did. Its watcher decides; whoever waits for it asks.
public final class Verdict {
    private final CountDownLatch over = new CountDownLatch(1);
    private @Nullable Ending why;

    /// The first reason counts.
    public synchronized void decide(Ending reason) {
        if (why == null) {
            why = reason;
        }
    }

    /// What the kernel did counts for more than what we did about it.
    public synchronized void outOfMemory() {
        why = new Ending.OutOfMemory();
    }

    public synchronized boolean decided() {
        return why != null;
    }

    /// Nothing of the step is left.
    public void close() {
        over.countDown();
    }

    public boolean await(Duration patience) throws InterruptedException {
        return over.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    public boolean open() {
        return over.getCount() > 0;
    }

    /// `code` is asked where nobody else ended the step.
    public synchronized Ending ending(IntSupplier code) {
        if (open()) {
            throw new IllegalStateException("the step still runs");
        }
        return why == null ? new Ending.Exited(code.getAsInt()) : why;
    }
}
