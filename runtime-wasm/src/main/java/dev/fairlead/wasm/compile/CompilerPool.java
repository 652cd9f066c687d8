package dev.fairlead.wasm.compile;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;

/// The few child JVMs that compile. One waits a while for the next module, since starting it is
/// most of a small module's time.
final class CompilerPool implements AutoCloseable {
    private static final int AT_ONCE = 2;

    private record Idle(CompilerChild child, long since) {}

    private final CompilerSettings settings;
    private final Semaphore slots = new Semaphore(AT_ONCE, true);
    private final Deque<Idle> idle = new ArrayDeque<>();
    private boolean closed;

    CompilerPool(CompilerSettings settings) {
        this.settings = settings;
    }

    /// Throws `BuildFailed`.
    void compile(Path in, Path out) throws InterruptedException {
        slots.acquire();
        try {
            CompilerChild kept = takeIdle();
            CompilerChild child = kept == null ? new CompilerChild(settings) : kept;
            boolean whole = false;
            try {
                child.compile(in, out);
                whole = true;
            } catch (dev.fairlead.model.deployments.BuildFailed e) {
                whole = e.code() == dev.fairlead.model.errors.ErrorCode.MODULE_REFUSED;
                throw e;
            } finally {
                if (whole && child.usable()) {
                    giveBack(child);
                } else {
                    child.kill();
                }
            }
        } finally {
            slots.release();
        }
    }

    /// Starts a child ahead of its first module, in the background.
    void expect() {
        synchronized (this) {
            if (closed || !idle.isEmpty() || !slots.tryAcquire()) {
                return;
            }
        }
        Thread.ofVirtual()
                .name("compiler-start")
                .start(() -> {
                    try {
                        giveBack(new CompilerChild(settings));
                    } finally {
                        slots.release();
                    }
                });
    }

    private synchronized @Nullable CompilerChild takeIdle() {
        for (Idle next = idle.poll(); next != null; next = idle.poll()) {
            if (next.child.usable()) {
                return next.child;
            }
        }
        return null;
    }

    private synchronized void giveBack(CompilerChild child) {
        if (closed || !idle.isEmpty()) {
            child.close();
            return;
        }
        idle.push(new Idle(child, System.nanoTime()));
        Thread.ofVirtual().name("compiler-idle").start(this::endIdle);
    }

    private void endIdle() {
        try {
            Thread.sleep(settings.idle());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            long before = System.nanoTime() - settings.idle().toNanos();
            idle.removeIf(next -> {
                boolean over = next.since - before <= 0;
                if (over) {
                    next.child.close();
                }
                return over;
            });
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(next -> next.child.close());
        idle.clear();
    }
}
