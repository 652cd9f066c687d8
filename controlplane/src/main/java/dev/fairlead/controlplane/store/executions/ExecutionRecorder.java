package dev.fairlead.controlplane.store.executions;

import dev.fairlead.controlplane.store.DatabaseUnavailable;
import dev.fairlead.controlplane.store.copying.ConnectionSource;
import dev.fairlead.controlplane.store.copying.CopyWriter;
import dev.fairlead.controlplane.store.copying.RefusedRows;
import dev.fairlead.dataplane.telemetry.RunningCalls;
import dev.fairlead.model.executions.Execution;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Takes executions from the data plane and writes them in batches. While the database is away they
/// go to a bounded file and from there to the database when it is back, each once. What did not fit
/// anywhere is counted.
///
/// One thread empties the buffer and never waits for the database; another writes.
public final class ExecutionRecorder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutionRecorder.class);
    private static final int BUFFER = 65_536;
    private static final int WAKE_AT = 2_048;
    private static final int BATCH_ROWS = 4_096;
    private static final int BATCH_CHARS = 2 << 20;
    private static final int WAITING_BATCHES = 8;
    private static final long MOST_SPILL_BYTES = 256L << 20;
    private static final Duration FLUSH = Duration.ofMillis(250);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration SETTLE = Duration.ofSeconds(1);
    private static final Batch LAST = new Batch("", -1);

    private final ExecutionRing buffer = new ExecutionRing(BUFFER);
    private final BlockingQueue<Batch> waiting = new ArrayBlockingQueue<>(WAITING_BATCHES);
    private final CopyWriter writer;
    private final SpillFile spill;
    private final RunningJournal journal;
    private final Thread gathering;
    private final Thread writing;
    private final AtomicLong recorded = new AtomicLong();
    private final AtomicLong spilled = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final Object settling = new Object();
    private long settled;
    private volatile boolean open = true;
    private long retryAt = System.nanoTime();
    private boolean away;
    private long noteAt = System.nanoTime();

    /// `source` opens a connection, or throws while there is no database. The owner's login is the
    /// faster one: PostgreSQL does not COPY into a table under row-level security. `calls` are the
    /// ones in flight; those of them that a crash cuts off are recorded by the next start.
    public ExecutionRecorder(ConnectionSource source, Path spillFile, RunningCalls calls) {
        this(source, spillFile, calls, MOST_SPILL_BYTES);
    }

    ExecutionRecorder(
            ConnectionSource source, Path spillFile, RunningCalls calls, long mostSpillBytes) {
        Path running = spillFile.resolveSibling(spillFile.getFileName() + ".running");
        this.journal =
                new RunningJournal(calls, new RunningFile(running), RunningJournal.SAFE_AFTER);
        this.writer = new CopyWriter(source, "executions", ExecutionRow.COLUMNS);
        this.spill = new SpillFile(spillFile, mostSpillBytes);
        this.gathering = Thread.ofPlatform().name("executions").unstarted(this::gather);
        this.writing = Thread.ofPlatform().name("executions-writer").unstarted(this::write);
    }

    /// Lines of COPY, one for each of `rows` executions.
    private record Batch(String lines, int rows) {}

    public void start() {
        recordCutOff();
        gathering.start();
        writing.start();
    }

    /// Behind whatever is in the spill file: where a call's own record got there, that one stays.
    private void recordCutOff() {
        List<Execution> cutOff = journal.cutOff();
        if (!cutOff.isEmpty()) {
            LOG.warn("the last stop cut off running calls executions={}", cutOff.size());
            var lines = new StringBuilder();
            cutOff.forEach(execution -> ExecutionRow.copyLine(lines, execution));
            (spill.append(lines.toString()) ? spilled : lost).addAndGet(cutOff.size());
        }
        journal.forget();
    }

    /// Returns at once; counts the execution as lost when the buffer is full.
    public void offer(Execution execution) {
        long number = buffer.offer(execution);
        if (number == 0) {
            lost.incrementAndGet();
        } else if (number % WAKE_AT == 0) {
            LockSupport.unpark(gathering);
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

    /// Waits, a second at most, until what was offered before is where a reader finds it.
    public void settle() throws InterruptedException {
        long wanted = buffer.offered();
        long end = System.nanoTime() + SETTLE.toNanos();
        LockSupport.unpark(gathering);
        synchronized (settling) {
            long left = SETTLE.toMillis();
            while (settled < wanted && left > 0) {
                settling.wait(left);
                left = (end - System.nanoTime()) / 1_000_000;
            }
        }
    }

    private long settled() {
        synchronized (settling) {
            return settled;
        }
    }

    private void settled(int rows) {
        synchronized (settling) {
            settled += rows;
            settling.notifyAll();
        }
    }

    private void gather() {
        while (open) {
            if (buffer.size() < WAKE_AT) {
                LockSupport.parkNanos(FLUSH.toNanos());
            }
            handOver();
            noteRunning();
        }
        handOver();
        try {
            waiting.put(LAST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void noteRunning() {
        long now = System.nanoTime();
        if (now - noteAt >= 0) {
            noteAt = now + FLUSH.toNanos();
            journal.note(FLUSH, buffer::offered, this::settled);
        }
    }

    private void handOver() {
        for (Batch batch = next(); batch.rows() > 0; batch = next()) {
            if (!waiting.offer(batch)) {
                spill(batch);
            }
        }
    }

    private Batch next() {
        var lines = new StringBuilder();
        int rows = 0;
        while (rows < BATCH_ROWS && lines.length() < BATCH_CHARS) {
            @Nullable Execution execution = buffer.poll();
            if (execution == null) {
                break;
            }
            ExecutionRow.copyLine(lines, execution);
            rows++;
        }
        return new Batch(lines.toString(), rows);
    }

    private void write() {
        try {
            for (Batch batch = take(); batch.rows() >= 0; batch = take()) {
                if (batch.rows() > 0) {
                    write(batch);
                }
                replayOne();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// An empty batch where nothing came for a while.
    private Batch take() throws InterruptedException {
        long patience = spill.empty() ? 60_000 : away ? RETRY.toMillis() : 0;
        @Nullable Batch batch = waiting.poll(patience, TimeUnit.MILLISECONDS);
        return batch == null ? new Batch("", 0) : batch;
    }

    private boolean mayTry() {
        return System.nanoTime() - retryAt >= 0;
    }

    private void write(Batch batch) {
        if (!mayTry()) {
            spill(batch);
            return;
        }
        try {
            recorded.addAndGet(writer.write(batch.lines(), false));
            back();
            settled(batch.rows());
        } catch (DatabaseUnavailable e) {
            gone(e);
            spill(batch);
        } catch (RefusedRows e) {
            // The spill file's way finds out which row it is.
            LOG.warn("PostgreSQL refuses a batch of executions", e);
            spill(batch);
        }
    }

    private void spill(Batch batch) {
        if (spill.append(batch.lines())) {
            spilled.addAndGet(batch.rows());
        } else {
            lost.addAndGet(batch.rows());
        }
        settled(batch.rows());
    }

    /// One batch at a time, so that new ones need not wait. It may be in the database although its
    /// commit was not confirmed, hence `again`.
    private void replayOne() {
        String lines = mayTry() ? spill.peek() : "";
        if (lines.isEmpty()) {
            return;
        }
        try {
            replay(lines);
            spill.drop();
            back();
        } catch (DatabaseUnavailable e) {
            gone(e);
        }
    }

    private void replay(String lines) {
        try {
            recorded.addAndGet(writer.write(lines, true));
        } catch (RefusedRows e) {
            lines.lines().forEach(this::replayAlone);
        }
    }

    private void replayAlone(String line) {
        try {
            recorded.addAndGet(writer.write(line + "\n", true));
        } catch (RefusedRows e) {
            lost.incrementAndGet();
            LOG.error("PostgreSQL refuses an execution, it is lost", e);
        }
    }

    private void gone(DatabaseUnavailable e) {
        retryAt = System.nanoTime() + RETRY.toNanos();
        if (!away) {
            away = true;
            Throwable cause = e.getCause() == null ? e : e.getCause();
            LOG.warn("database away, executions are kept in a file cause={}", cause.getMessage());
        }
    }

    private void back() {
        if (away) {
            away = false;
            LOG.info("database back, executions are written again");
        }
    }

    /// Writes what is left, to the database or the file. Calls that still run are left to the next
    /// start.
    @Override
    public void close() {
        open = false;
        LockSupport.unpark(gathering);
        try {
            gathering.join(TimeUnit.SECONDS.toMillis(15));
            writing.join(TimeUnit.SECONDS.toMillis(15));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writer.close();
        spill.close();
        if (gathering.getState() == Thread.State.TERMINATED) {
            journal.leave();
        }
    }
}
