package dev.fairlead.wasm.threads;

import dev.fairlead.dataplane.runtime.Caller;
import dev.fairlead.dataplane.runtime.Invocation;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicInteger;

/// Stops one invocation's guest, at its deadline or when its caller is gone. A kill is an interrupt
/// of the guest's thread, sent only between `arm` and `disarm`. While the thread runs another guest
/// for this one, that one is stopped in its place.
public final class KillSwitch implements Invocation, Caller {
    private static final int SAFE = 0;
    private static final int ARMED = 1;
    private static final int KILLING = 2;
    private static final int KILLED = 3;

    private final AtomicInteger state = new AtomicInteger(SAFE);
    private volatile boolean cancelled;
    private volatile boolean timedOut;
    private volatile long deadline;
    private volatile @Nullable Thread thread;
    private volatile @Nullable Invocation lentTo;

    /// From now on the current thread is interrupted when `deadline` (of `System.nanoTime`) passes.
    /// False when the caller is gone already.
    public boolean arm(long deadline) {
        this.deadline = deadline;
        thread = Thread.currentThread();
        state.set(ARMED);
        if (cancelled) {
            disarm();
            return false;
        }
        return true;
    }

    /// No interrupt follows, and none is left in the thread. False when it was killed.
    public boolean disarm() {
        if (state.compareAndSet(ARMED, SAFE)) {
            return true;
        }
        while (state.get() == KILLING) {
            Thread.onSpinWait();
        }
        boolean wasKilled = state.getAndSet(SAFE) == KILLED;
        if (wasKilled) {
            Thread.interrupted();
        }
        return !wasKilled;
    }

    @Override
    public void cancel() {
        cancelled = true;
        Invocation callee = lentTo;
        if (callee != null) {
            callee.cancel();
        }
        kill();
    }

    @Override
    public boolean lend(Invocation callee) {
        boolean sound = disarm();
        lentTo = callee;
        return sound && !cancelled;
    }

    @Override
    public boolean takeBack() {
        if (lentTo == null) {
            // Nothing was run for it.
            return true;
        }
        lentTo = null;
        timedOut |= deadline - System.nanoTime() <= 0;
        return !timedOut && arm(deadline);
    }

    public boolean cancelled() {
        return cancelled;
    }

    public boolean timedOut() {
        return timedOut;
    }

    /// When the guest is killed, in the time of `System.nanoTime`.
    @Override
    public long deadline() {
        return deadline;
    }

    void expire(long now) {
        if (lentTo instanceof KillSwitch callee) {
            callee.expire(now);
        } else if (state.get() == ARMED && deadline - now <= 0) {
            kill(true);
        }
    }

    private void kill() {
        kill(false);
    }

    private void kill(boolean late) {
        if (state.compareAndSet(ARMED, KILLING)) {
            timedOut = late;
            Thread target = thread;
            if (target != null) {
                target.interrupt();
            }
            state.set(KILLED);
        }
    }
}
