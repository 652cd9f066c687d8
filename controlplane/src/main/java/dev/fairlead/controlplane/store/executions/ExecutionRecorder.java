package dev.fairlead.controlplane.store.executions;

import dev.fairlead.controlplane.store.DatabaseUnavailable;
import dev.fairlead.model.executions.Execution;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Takes executions from the data plane and writes them in batches. While the database is away they
/// go to a bounded file and from there to the database when it is back, each once. What did not fit
/// anywhere is counted.
public final class ExecutionRecorder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutionRecorder.class);
    private static final int BUFFER = 65_536;
    private static final int BATCH = 4_096;
    private static final long MOST_SPILL_BYTES = 256L << 20;
    private static final Duration FLUSH = Duration.ofMillis(250);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final ArrayBlockingQueue<Execution> buffer = new ArrayBlockingQueue<>(BUFFER);
    private final ExecutionWriter writer;
    private final SpillFile spill;
    private final Thread thread;
    private final AtomicLong recorded = new AtomicLong();
    private final AtomicLong spilled = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong rounds = new AtomicLong();
    private volatile boolean open = true;
    private long retryAt;
    private boolean away;

    /// `source` opens a connection of the owner's login, because COPY does not work under row-level
    /// security, or throws while there is no database.
    public ExecutionRecorder(ConnectionSource source, Path spillFile) {
        this.writer = new ExecutionWriter(source);
        this.spill = new SpillFile(spillFile, MOST_SPILL_BYTES);
        this.thread = Thread.ofPlatform().name("executions").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /// Returns at once; counts the execution as lost when the buffer is full.
    public void offer(Execution execution) {
        if (!buffer.offer(execution)) {
            lost.incrementAndGet();
        }
    }

    /// Executions in the database by now.
    public long recorded() {
        return recorded.get();
    }

    /// Executions that went through the spill file.
    public long spilled() {
        return spilled.get();
    }

    /// Executions that nothing had room for.
    public long lost() {
        return lost.get();
    }

    /// Waits, half a second at most, until what was offered before is where a reader finds it.
    public void settle() throws InterruptedException {
        long wanted = rounds.get() + 2;
        for (int wait = 0; wait < 50 && (rounds.get() < wanted || !buffer.isEmpty()); wait++) {
            LockSupport.unpark(thread);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private void run() {
        while (open) {
            if (buffer.size() < BATCH) {
                LockSupport.parkNanos(FLUSH.toNanos());
            }
            flush();
            rounds.incrementAndGet();
        }
        while (!buffer.isEmpty()) {
            flush();
        }
    }

    private void flush() {
        try {
            if (!spill.empty() && System.nanoTime() >= retryAt) {
                replay();
            }
            List<Execution> batch = new ArrayList<>();
            while (buffer.drainTo(batch, BATCH) > 0) {
                write(batch);
                batch.clear();
            }
        } catch (RuntimeException e) {
            LOG.error("executions were lost", e);
        }
    }

    private void write(List<Execution> batch) {
        var lines = new StringBuilder(batch.size() * 220);
        batch.forEach(execution -> ExecutionRow.copyLine(lines, execution));
        String text = lines.toString();
        if (System.nanoTime() >= retryAt) {
            try {
                writer.write(text, false);
                recorded.addAndGet(batch.size());
                back();
                return;
            } catch (DatabaseUnavailable e) {
                gone(e);
            }
        }
        if (spill.append(text)) {
            spilled.addAndGet(batch.size());
        } else {
            lost.addAndGet(batch.size());
        }
    }

    /// A batch may be in the database although its commit was not confirmed, hence `again`.
    private void replay() {
        try {
            for (var lines = spill.peek(); lines.isPresent(); lines = spill.peek()) {
                writer.write(lines.get(), true);
                recorded.addAndGet(lines.get().lines().count());
                spill.drop();
            }
            back();
        } catch (DatabaseUnavailable e) {
            gone(e);
        }
    }

    private void gone(DatabaseUnavailable e) {
        retryAt = System.nanoTime() + RETRY.toNanos();
        if (!away) {
            away = true;
            LOG.warn("database away, executions are kept in a file", e);
        }
    }

    private void back() {
        if (away) {
            away = false;
            LOG.info("database back, executions are written again");
        }
    }

    /// Writes what is left, to the database or the file.
    @Override
    public void close() {
        open = false;
        LockSupport.unpark(thread);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(15));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writer.close();
        spill.close();
    }
}
