package dev.fairlead.sandbox.bubblewrap;

import dev.fairlead.sandbox.Ending;
import dev.fairlead.sandbox.SandboxedProcess;
import dev.fairlead.sandbox.StepLimits;
import dev.fairlead.sandbox.cgroups.Group;
import dev.fairlead.sandbox.running.DiskUse;
import dev.fairlead.sandbox.running.Verdict;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A running step and the watcher of its limits. The kernel ends all of its processes with the
/// first one of its namespace; the watcher tidies up behind them.
final class StepProcess implements SandboxedProcess {
    private static final int FILE_TOO_LARGE = 128 + 25;
    private static final int SHORTEST_PAUSE_MS = 10;
    private static final int LONGEST_PAUSE_MS = 100;
    private static final int CLOSE_PATIENCE_S = 20;
    private static final int KILL_PATIENCE_S = 10;
    private static final long PAGE = 4096;

    private final Process process;
    private final Group group;
    private final StepLimits limits;
    private final DiskUse disk;
    private final boolean countMemory;
    private final Runnable afterwards;
    private final long started = System.nanoTime();
    private final List<ProcessHandle> killed = new ArrayList<>();
    private final Verdict verdict = new Verdict();

    StepProcess(
            Process process,
            Group group,
            StepLimits limits,
            DiskUse disk,
            boolean countMemory,
            Runnable afterwards) {
        this.process = process;
        this.group = group;
        this.limits = limits;
        this.disk = disk;
        this.countMemory = countMemory;
        this.afterwards = afterwards;
    }

    StepProcess watched() {
        Thread.ofVirtual().name("step-watcher").start(this::watch);
        return this;
    }

    private void watch() {
        try {
            while (!process.waitFor(pause(), TimeUnit.MILLISECONDS)) {
                inspect();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            finish();
        }
    }

    /// Short at first, so that a young step cannot take much before we look.
    private long pause() {
        long age = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
        return Math.clamp(age / 50, SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS);
    }

    private void inspect() {
        try {
            if (group.outOfMemory() || (countMemory && memory() > limits.memoryBytes())) {
                end(new Ending.OutOfMemory());
            } else if (disk.exceeded(process.descendants())) {
                end(new Ending.DiskFull());
            }
        } catch (IOException | UncheckedIOException e) {
            // What a step takes must be known; one that hides it is over.
            end(new Ending.DiskFull());
        }
    }

    /// What all of them have in memory at this moment.
    private long memory() {
        return process.descendants().mapToLong(StepProcess::resident).sum();
    }

    private static long resident(ProcessHandle each) {
        try {
            String line = Files.readString(Path.of("/proc/" + each.pid() + "/statm"));
            return Long.parseLong(line.split(" ", -1)[1]) * PAGE;
        } catch (IOException e) {
            return 0;
        }
    }

    private void finish() {
        if (process.isAlive()) {
            kill();
        }
        awaitKilled();
        try {
            if (group.outOfMemory()) {
                verdict.outOfMemory();
            } else if (!verdict.decided() && wroteTooMuch()) {
                verdict.decide(new Ending.DiskFull());
            }
        } catch (IOException | UncheckedIOException e) {
            verdict.decide(new Ending.DiskFull());
        } finally {
            afterwards.run();
            verdict.close();
        }
    }

    /// The first process of a namespace ends last of all in it.
    private synchronized void awaitKilled() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(KILL_PATIENCE_S);
        for (ProcessHandle each : killed) {
            while (each.isAlive() && System.nanoTime() < end) {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private boolean wroteTooMuch() throws IOException {
        return process.exitValue() == FILE_TOO_LARGE || disk.exceededAtEnd();
    }

    private void end(Ending why) {
        verdict.decide(why);
        kill();
    }

    private synchronized void kill() {
        List<ProcessHandle> all = process.descendants().toList();
        killed.addAll(all);
        // `Process.destroyForcibly` would close the streams, which may hold what was not read yet.
        process.toHandle().destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        group.processes()
                .forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    @Override
    public OutputStream input() {
        return process.getOutputStream();
    }

    @Override
    public InputStream output() {
        return process.getInputStream();
    }

    @Override
    public InputStream errors() {
        return process.getErrorStream();
    }

    @Override
    public boolean await(Duration patience) throws InterruptedException {
        return verdict.await(patience);
    }

    @Override
    public Ending ending() {
        return verdict.ending(process::exitValue);
    }

    @Override
    public boolean alive() {
        return verdict.open();
    }

    /// Returns when nothing of it is left.
    @Override
    public void close() {
        try {
            if (alive()) {
                end(new Ending.Killed());
            }
            if (!verdict.await(Duration.ofSeconds(CLOSE_PATIENCE_S))) {
                throw new IllegalStateException("a killed step does not end: " + process.pid());
            }
        } catch (InterruptedException e) {
            // It is killed; its watcher tidies up without us.
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
