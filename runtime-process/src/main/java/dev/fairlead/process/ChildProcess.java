package dev.fairlead.process;

import dev.fairlead.sandbox.Ending;
import dev.fairlead.sandbox.SandboxedProcess;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/// A child that is loaded, or is being so. Whoever has it asks it one thing at a time.
final class ChildProcess {
    // Between the end of its output and its own there is next to nothing.
    private static final Duration END = Duration.ofSeconds(1);
    private static final int OUT_OF_MEMORY = 3;

    private final Launcher.Launched launched;
    private final Talk talk;
    private int calls;
    private volatile long lastUsed = System.nanoTime();
    private boolean closed;

    ChildProcess(Launcher.Launched launched) {
        this.launched = launched;
        SandboxedProcess process = launched.process();
        this.talk = new Talk(process.output(), process.input());
        Thread.ofPlatform()
                .daemon()
                .name("child-errors")
                .start(() -> {
                    try {
                        process.errors().transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        // It was killed.
                    }
                });
    }

    Talk talk() {
        return talk;
    }

    void countCall() {
        lastUsed = System.nanoTime();
        calls++;
    }

    int calls() {
        return calls;
    }

    long lastUsed() {
        return lastUsed;
    }

    boolean lives() {
        try {
            return !launched.process().await(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Whether it ended because its memory did; waits for the end.
    boolean ranOutOfMemory() {
        try {
            if (!launched.process().await(END)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        Ending ending = launched.process().ending();
        return ending instanceof Ending.OutOfMemory
                || ending.equals(new Ending.Exited(OUT_OF_MEMORY));
    }

    /// Ends it; what waits for its answer gets none.
    void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        launched.close();
    }
}
