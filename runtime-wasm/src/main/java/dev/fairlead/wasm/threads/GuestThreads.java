package dev.fairlead.wasm.threads;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A bounded pool of platform threads. Handing over a job wakes a thread only when none is awake
/// and looking; a job that runs long frees its place for another thread, so that looping guests do
/// not starve the rest.
public final class GuestThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GuestThreads.class);
    private static final int QUIET_TICKS = 100;
    private static final int LOOKS_BEFORE_PARKING = 64;

    private final ThreadSettings settings;
    private final ConcurrentLinkedQueue<GuestJob> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    // Threads that are awake and have no job; at most one is woken at a time.
    private final AtomicInteger looking = new AtomicInteger();
    private final Set<GuestJob> borrowed = ConcurrentHashMap.newKeySet();
    private final Thread watchdog;
    private volatile List<Worker> workers = List.of();
    private volatile boolean watchdogParked;
    private volatile boolean closed;

    // Guarded by `this`.
    private final Deque<Worker> idle = new ArrayDeque<>();
    private int atWork;
    private int heldUp;

    public GuestThreads(ThreadSettings settings) {
        this.settings = settings;
        this.watchdog = Thread.ofPlatform().daemon().name("guest-watchdog").unstarted(this::watch);
        this.watchdog.start();
    }

    /// Hands the job over and returns at once; false when too many wait.
    public boolean submit(GuestJob job) {
        if (closed || queued.incrementAndGet() > settings.queueLength()) {
            queued.decrementAndGet();
            return false;
        }
        queue.add(job);
        if (looking.get() == 0) {
            wakeOne();
        }
        if (watchdogParked) {
            LockSupport.unpark(watchdog);
        }
        return true;
    }

    /// Runs a job on the thread that asks, watched like every other.
    public void runHere(GuestJob job) {
        borrowed.add(job);
        try {
            if (watchdogParked) {
                LockSupport.unpark(watchdog);
            }
            job.run();
        } finally {
            borrowed.remove(job);
        }
    }

    /// How many threads exist.
    public int size() {
        return workers.size();
    }

    private void wakeOne() {
        Worker woken;
        synchronized (this) {
            if (closed || queue.isEmpty() || atWork - heldUp >= settings.atWork()) {
                return;
            }
            woken = idle.pollFirst();
            if (woken == null) {
                if (workers.size() >= settings.most()) {
                    return;
                }
                woken = addWorker();
            } else {
                woken.wanted = true;
            }
            atWork++;
            looking.incrementAndGet();
        }
        woken.wake();
    }

    private Worker addWorker() {
        var worker = new Worker(workers.size());
        List<Worker> more = new ArrayList<>(workers);
        more.add(worker);
        workers = List.copyOf(more);
        return worker;
    }

    private synchronized boolean rest(Worker worker) {
        // Whoever adds a job after this sees `looking` without us; whoever added before is seen
        // here.
        looking.decrementAndGet();
        if (!queue.isEmpty() && atWork - heldUp <= settings.atWork()) {
            looking.incrementAndGet();
            return false;
        }
        if (worker.heldUp) {
            // Marked in the moment its job ended.
            worker.heldUp = false;
            heldUp--;
        }
        atWork--;
        worker.wanted = false;
        idle.addFirst(worker);
        return true;
    }

    private synchronized void markHeldUp(Worker worker) {
        if (!worker.heldUp && worker.since != 0) {
            worker.heldUp = true;
            heldUp++;
        }
    }

    private synchronized boolean clearHeldUp(Worker worker) {
        if (worker.heldUp) {
            worker.heldUp = false;
            heldUp--;
        }
        // Another thread took our place meanwhile: step back.
        return atWork - heldUp > settings.atWork();
    }

    private void watch() {
        int quiet = 0;
        while (!closed) {
            quiet = lookAtAll() ? 0 : quiet + 1;
            if (quiet > QUIET_TICKS) {
                watchdogParked = true;
                if (queued.get() == 0 && !lookAtAll()) {
                    LockSupport.park(this);
                }
                watchdogParked = false;
                quiet = 0;
            } else {
                LockSupport.parkNanos(this, settings.tick().toNanos());
            }
        }
    }

    private boolean lookAtAll() {
        boolean busy = false;
        long now = System.nanoTime();
        for (Worker worker : workers) {
            GuestJob job = worker.job;
            if (job != null) {
                busy = true;
                job.killSwitch().expire(now);
                long since = worker.since;
                if (since != 0 && now - since > settings.longRun().toNanos()) {
                    markHeldUp(worker);
                }
            }
        }
        for (GuestJob job : borrowed) {
            busy = true;
            job.killSwitch().expire(now);
        }
        if (!queue.isEmpty()) {
            wakeOne();
        }
        return busy;
    }

    /// Ends the threads; what still waits is run to its end first.
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watchdog);
        for (Worker worker : workers) {
            LockSupport.unpark(worker.thread);
        }
    }

    private final class Worker implements Runnable {
        private final Thread thread;
        private volatile @Nullable GuestJob job;
        private volatile long since;
        private volatile boolean wanted = true;
        private volatile boolean heldUp;

        Worker(int number) {
            thread = new Thread(null, this, "guest-" + number, settings.stackBytes(), false);
            thread.setDaemon(true);
        }

        void wake() {
            if (thread.getState() == Thread.State.NEW) {
                thread.start();
            } else {
                LockSupport.unpark(thread);
            }
        }

        @Override
        public void run() {
            while (true) {
                GuestJob next = look();
                if (next != null) {
                    runOne(next);
                } else if (rest(this) && !parkUntilWanted()) {
                    return;
                }
            }
        }

        private @Nullable GuestJob look() {
            GuestJob next = queue.poll();
            for (int i = 0; next == null && i < LOOKS_BEFORE_PARKING; i++) {
                Thread.onSpinWait();
                next = queue.poll();
            }
            return next;
        }

        private void runOne(GuestJob next) {
            if (looking.decrementAndGet() == 0 && !queue.isEmpty()) {
                wakeOne();
            }
            since = System.nanoTime() | 1;
            job = next;
            // After `job` is set, so that the watchdog sees this job in one place or the other.
            queued.decrementAndGet();
            try {
                next.run();
            } catch (RuntimeException | Error e) {
                LOG.error("A guest's job broke its promise not to throw", e);
            } finally {
                job = null;
                since = 0;
                looking.incrementAndGet();
            }
            if (heldUp && clearHeldUp(this)) {
                stepBack();
            }
        }

        private void stepBack() {
            synchronized (GuestThreads.this) {
                looking.decrementAndGet();
                atWork--;
                wanted = false;
                idle.addLast(this);
            }
            parkUntilWanted();
        }

        private boolean parkUntilWanted() {
            while (!wanted) {
                if (closed) {
                    return false;
                }
                LockSupport.park(this);
            }
            return true;
        }
    }
}
