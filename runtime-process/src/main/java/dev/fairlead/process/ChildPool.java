package dev.fairlead.process;

import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Who has which child. So many live over all guests, those not counted that are ending, and one
/// guest has at most half of them: a busy function does not take every other's room.
final class ChildPool {
    private final int most;
    private final int mostEach;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private final Set<ChildProcess> living = new HashSet<>();
    private final Set<Share> shares = new HashSet<>();
    private int taken;
    private boolean closed;

    ChildPool(int most) {
        this.most = most;
        this.mostEach = Math.max(1, most / 2);
    }

    /// What one guest has of the pool, which guards it.
    static final class Share {
        private final Deque<ChildProcess> idle = new ArrayDeque<>();
        private int taken;
        private boolean closed;
    }

    /// The warmest idle child, or nothing where there is room for a new one: `add` it then, or tell
    /// that it is `gone`. Throws `BuildFailed` where neither comes in time.
    @Nullable ChildProcess take(Share share, Duration patience) {
        var ending = new ArrayList<ChildProcess>();
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!closed && !share.closed) {
                ChildProcess idle = share.idle.pollFirst();
                if (idle != null && idle.lives()) {
                    return idle;
                }
                if (idle != null) {
                    release(share, idle);
                    ending.add(idle);
                } else if (share.taken < mostEach && (taken < most || evict(ending))) {
                    share.taken++;
                    taken++;
                    shares.add(share);
                    return null;
                } else if (left <= 0) {
                    throw new BuildFailed(
                            ErrorCode.AT_CAPACITY, "All processes for functions are busy.");
                } else {
                    left = changed.awaitNanos(left);
                }
            }
            throw stopping();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopping();
        } finally {
            lock.unlock();
            end(ending);
        }
    }

    private static BuildFailed stopping() {
        return new BuildFailed(ErrorCode.GUEST_UNAVAILABLE, "The runtime is stopping.");
    }

    /// The child that was idle for longest makes room; false where all of them work.
    private boolean evict(List<ChildProcess> ending) {
        Share oldest = null;
        for (Share each : shares) {
            ChildProcess last = each.idle.peekLast();
            if (last != null
                    && (oldest == null || last.lastUsed() - oldest.idle.getLast().lastUsed() < 0)) {
                oldest = each;
            }
        }
        if (oldest == null) {
            return false;
        }
        ChildProcess gone = oldest.idle.removeLast();
        release(oldest, gone);
        ending.add(gone);
        return true;
    }

    private void release(Share share, ChildProcess child) {
        if (living.remove(child)) {
            gone(share);
        }
    }

    /// A child that was started in the room taken for it.
    void add(ChildProcess child) {
        boolean late;
        lock.lock();
        try {
            living.add(child);
            late = closed;
        } finally {
            lock.unlock();
        }
        if (late) {
            child.close();
        }
    }

    /// Gives back the room of a child that could not be started.
    void gone(Share share) {
        lock.lock();
        try {
            share.taken--;
            taken--;
            if (share.taken == 0) {
                shares.remove(share);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Takes a sound child back for the next call.
    void giveBack(Share share, ChildProcess child) {
        lock.lock();
        try {
            if (!closed && !share.closed && living.contains(child)) {
                share.idle.addFirst(child);
                changed.signalAll();
                return;
            }
        } finally {
            lock.unlock();
        }
        end(share, child);
    }

    /// Ends a child that somebody had.
    void end(Share share, ChildProcess child) {
        lock.lock();
        try {
            release(share, child);
        } finally {
            lock.unlock();
        }
        child.close();
    }

    /// Ends the children that were idle since then.
    void trim(long since) {
        var ending = new ArrayList<ChildProcess>();
        lock.lock();
        try {
            for (Share share : List.copyOf(shares)) {
                while (!share.idle.isEmpty() && share.idle.getLast().lastUsed() - since <= 0) {
                    ChildProcess child = share.idle.removeLast();
                    release(share, child);
                    ending.add(child);
                }
            }
        } finally {
            lock.unlock();
        }
        end(ending);
    }

    /// Ends what is idle of a guest; what works for it ends when it is given back.
    void close(Share share) {
        var ending = new ArrayList<ChildProcess>();
        lock.lock();
        try {
            share.closed = true;
            ending.addAll(share.idle);
            share.idle.clear();
            ending.forEach(child -> release(share, child));
        } finally {
            lock.unlock();
        }
        end(ending);
    }

    /// Ends every child, also those at work, and waits for it.
    void close() {
        List<ChildProcess> ending;
        lock.lock();
        try {
            closed = true;
            ending = List.copyOf(living);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        var threads = ending.stream().map(child -> Thread.ofVirtual().start(child::close)).toList();
        for (Thread thread : threads) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    int size() {
        lock.lock();
        try {
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /// Ending a child waits for it, which neither a call nor a deadline should.
    private static void end(List<ChildProcess> children) {
        children.forEach(child -> Thread.ofVirtual().start(child::close));
    }
}
