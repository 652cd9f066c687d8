package dev.fairlead.sandbox.containers;

import dev.fairlead.engine.Engine;
import dev.fairlead.engine.containers.ContainerState;
import dev.fairlead.engine.containers.Waiting;
import dev.fairlead.engine.streams.Attachment;
import dev.fairlead.sandbox.Ending;
import dev.fairlead.sandbox.SandboxedProcess;
import dev.fairlead.sandbox.running.DiskUse;
import dev.fairlead.sandbox.running.Gate;
import dev.fairlead.sandbox.running.Verdict;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// A step in its container and the watcher of its limits.
final class ContainerProcess implements SandboxedProcess {
    private static final int FILE_TOO_LARGE = 128 + 25;
    private static final int SIGKILLED = 128 + 9;
    private static final int LOST = -1;
    private static final int SHORTEST_PAUSE_MS = 20;
    private static final int LONGEST_PAUSE_MS = 200;
    private static final int CLOSE_PATIENCE_S = 60;
    private static final Duration COPY_PATIENCE = Duration.ofSeconds(60);
    private static final int VERDICT_PATIENCE = 20;

    private final Engine engine;
    private final String id;
    private final Attachment streams;
    private final Attachment errors;
    private final DiskUse disk;
    private final Runnable afterwards;
    private final long started = System.nanoTime();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final Verdict verdict = new Verdict();

    /// Attaches to a container that was made and not started.
    ContainerProcess(Engine engine, String id, DiskUse disk, Runnable afterwards)
            throws IOException {
        this.engine = engine;
        this.id = id;
        this.disk = disk;
        this.afterwards = afterwards;
        this.streams =
                engine.containers()
                        .attach(id, Set.of(Attachment.Stream.INPUT, Attachment.Stream.OUTPUT));
        try {
            this.errors = engine.containers().attach(id, Set.of(Attachment.Stream.ERRORS));
        } catch (IOException e) {
            streams.close();
            throw e;
        }
    }

    void begin() throws IOException {
        try {
            engine.containers().start(id);
            Waiting waiting = engine.containers().await(id);
            Thread.ofVirtual().name("step-end").start(() -> hear(waiting));
        } catch (IOException e) {
            closeStreams();
            throw new IOException("the sandbox did not start: " + e.getMessage(), e);
        }
    }

    /// Lets a command on that waits until its secrets are there.
    void reveal(byte[] secrets, Gate gate) throws IOException {
        engine.containers()
                .copyIn(id, "/run/secrets", new ByteArrayInputStream(secrets), COPY_PATIENCE);
        gate.feed(exit, List.of(new byte[0]));
    }

    ContainerProcess watched() {
        Thread.ofVirtual().name("step-watcher").start(this::watch);
        return this;
    }

    private void hear(Waiting waiting) {
        try (waiting) {
            exit.complete(waiting.exitCode());
        } catch (IOException e) {
            exit.complete(LOST);
        }
    }

    private void watch() {
        try {
            while (!over(pause())) {
                inspect();
            }
        } finally {
            finish();
        }
    }

    private boolean over(long millis) {
        try {
            exit.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private long pause() {
        long age = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
        return Math.clamp(age / 20, SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS);
    }

    private void inspect() {
        try {
            ContainerState state = state();
            if (state.outOfMemory()) {
                end(new Ending.OutOfMemory());
            } else if (disk.exceeded(processes(state))) {
                end(new Ending.DiskFull());
            }
        } catch (IOException | UncheckedIOException e) {
            // What a step takes must be known; one that hides it is over.
            end(new Ending.DiskFull());
        }
    }

    private static Stream<ProcessHandle> processes(ContainerState state) {
        return ProcessHandle.of(state.pid()).stream().flatMap(ProcessHandle::descendants);
    }

    /// On this machine; 0 when it does not run.
    long pid() throws IOException {
        return state().pid();
    }

    private ContainerState state() throws IOException {
        return engine.containers().inspect(id).state();
    }

    String id() {
        return id;
    }

    private void finish() {
        try {
            judge();
        } catch (IOException | UncheckedIOException e) {
            verdict.decide(new Ending.DiskFull());
        } finally {
            afterwards.run();
            verdict.close();
        }
    }

    private void judge() throws IOException {
        int code = exit.getNow(LOST);
        if (outOfMemory(code)) {
            verdict.outOfMemory();
        } else if (!verdict.decided() && (code == FILE_TOO_LARGE || disk.exceededAtEnd())) {
            verdict.decide(new Ending.DiskFull());
        } else if (code == LOST) {
            verdict.decide(new Ending.Killed());
        }
    }

    /// The engine hears of it by another way than of the end, which may be first.
    private boolean outOfMemory(int code) throws IOException {
        int looks = code == SIGKILLED && !verdict.decided() ? VERDICT_PATIENCE : 1;
        for (int look = 0; look < looks; look++) {
            if (look > 0) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
            if (state().outOfMemory()) {
                return true;
            }
        }
        return false;
    }

    private void end(Ending why) {
        verdict.decide(why);
        try {
            engine.containers().kill(id, "SIGKILL");
        } catch (IOException e) {
            // Removing it kills it, too.
            exit.complete(LOST);
        }
    }

    @Override
    public OutputStream input() {
        return streams.input();
    }

    @Override
    public InputStream output() {
        return streams.output();
    }

    @Override
    public InputStream errors() {
        return errors.output();
    }

    @Override
    public boolean await(Duration patience) throws InterruptedException {
        return verdict.await(patience);
    }

    @Override
    public Ending ending() {
        return verdict.ending(() -> exit.getNow(LOST));
    }

    @Override
    public boolean alive() {
        return verdict.open();
    }

    /// Returns when nothing of it is left.
    @Override
    public void close() {
        if (alive()) {
            // An interrupt would close the connection under the call.
            Thread.ofVirtual().name("step-kill").start(() -> end(new Ending.Killed()));
        }
        try {
            if (!verdict.await(Duration.ofSeconds(CLOSE_PATIENCE_S))) {
                throw new IllegalStateException("a killed step does not end: " + id);
            }
        } catch (InterruptedException e) {
            // It is killed; its watcher tidies up without us.
            Thread.currentThread().interrupt();
        } finally {
            closeStreams();
        }
    }

    void closeStreams() {
        streams.close();
        errors.close();
    }
}
