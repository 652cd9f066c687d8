package dev.fairlead.process;

import dev.fairlead.dataplane.runtime.Caller;
import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.GuestAnswer;
import dev.fairlead.dataplane.runtime.GuestRequest;
import dev.fairlead.dataplane.runtime.Invocation;
import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// One version as a guest, with the children that wait for calls, the warmest first.
final class ProcessGuest implements Guest {
    // A function whose requests may take 200 ms still has to start on a busy machine.
    private static final Duration LEAST_START = Duration.ofSeconds(20);
    static final Duration LONGEST_START = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(ProcessGuest.class);

    private final ProcessRuntime runtime;
    private final GuestSpec spec;
    private final ChildPool.Share share = new ChildPool.Share();
    private @Nullable Path jar;

    ProcessGuest(ProcessRuntime runtime, GuestSpec spec) {
        this.runtime = runtime;
        this.spec = spec;
    }

    ProcessRuntime runtime() {
        return runtime;
    }

    GuestSpec spec() {
        return spec;
    }

    @Override
    public void prepare() {
        ChildProcess there = take(spec.limits().queueTimeout());
        giveBack(there == null ? start(new ChildLog(), LONGEST_START, _ -> {}) : there);
    }

    @Override
    public Invocation start(GuestRequest request, GuestAnswer answer) {
        var run = new ChildRun(this, request, answer);
        if (!runtime.submit(run)) {
            run.refuse();
        }
        return run;
    }

    /// On the thread of the guest that waits, and with a child only where one is to be had now: who
    /// waits for it may be who has them all.
    @Override
    public void startWithin(GuestRequest request, GuestAnswer answer, Caller caller) {
        var run = new ChildRun(this, request, answer, caller.deadline());
        if (!caller.lend(run)) {
            run.cancel();
        }
        run.run();
    }

    /// An idle child, or nothing where one is to be started. Throws `BuildFailed`.
    @Nullable ChildProcess take(Duration patience) {
        return runtime.pool().take(share, patience);
    }

    /// A new child that is ready, in the room that was taken; `starting` hears of it before that,
    /// and may end it. Throws `BuildFailed`.
    ChildProcess start(ChildLog log, Duration most, Consumer<ChildProcess> starting) {
        ChildProcess child;
        try {
            child = new ChildProcess(runtime.launcher().launch(spec, jar()));
        } catch (IOException e) {
            LOG.error("a child could not be started function={}", spec.function(), e);
            runtime.pool().gone(share);
            throw new BuildFailed(
                    ErrorCode.GUEST_UNAVAILABLE, "The function's process could not be started.");
        } catch (RuntimeException e) {
            runtime.pool().gone(share);
            throw e;
        }
        runtime.pool().add(child);
        starting.accept(child);
        Duration usual =
                spec.limits().timeout().compareTo(LEAST_START) > 0
                        ? spec.limits().timeout()
                        : LEAST_START;
        Duration limit = usual.compareTo(most) > 0 ? most : usual;
        ScheduledFuture<?> late =
                runtime.deadlines()
                        .schedule(
                                () -> {
                                    Thread.ofVirtual().start(child::close);
                                },
                                limit.toMillis(),
                                TimeUnit.MILLISECONDS);
        try {
            Talk.Said said = child.talk().hear(log, 0);
            if (said instanceof Talk.Said.Ready) {
                return child;
            }
            end(child);
            String why = said instanceof Talk.Said.Failed failed ? failed.message() : "no word";
            throw new BuildFailed(ErrorCode.COMPILE_FAILED, "Starting failed: " + why + ".");
        } catch (IOException e) {
            boolean memory = child.ranOutOfMemory();
            end(child);
            throw new BuildFailed(
                    ErrorCode.COMPILE_FAILED,
                    memory
                            ? "Starting failed: it ran out of memory."
                            : "Starting failed: its process ended or took longer than "
                                    + limit.toSeconds()
                                    + " s.");
        } finally {
            late.cancel(false);
        }
    }

    private synchronized Path jar() throws IOException {
        if (jar == null) {
            jar = runtime.launcher().jar(spec);
        }
        return jar;
    }

    /// Takes a sound child back; one that answered enough calls makes room for a fresh one.
    void giveBack(ChildProcess child) {
        if (child.calls() < runtime.settings().callsEach()) {
            runtime.pool().giveBack(share, child);
        } else {
            end(child);
        }
    }

    void end(ChildProcess child) {
        runtime.pool().end(share, child);
    }

    private void deleteJar(Path jar) {
        try {
            Files.deleteIfExists(jar);
        } catch (IOException e) {
            LOG.warn("a copy of a function stays path={}", jar, e);
        }
    }

    @Override
    public void close() {
        runtime.pool().close(share);
        synchronized (this) {
            if (jar != null) {
                deleteJar(jar);
            }
        }
    }
}
