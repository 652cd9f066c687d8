package dev.fairlead.wasm;

import dev.fairlead.dataplane.runtime.GuestAnswer;
import dev.fairlead.dataplane.runtime.GuestBody;
import dev.fairlead.dataplane.runtime.GuestRequest;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.dataplane.runtime.Outcome;
import dev.fairlead.dataplane.runtime.RunReport;
import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.wasm.compile.LoadedModule;
import dev.fairlead.wasm.memory.MemoryRefused;
import dev.fairlead.wasm.module.GuestCall;
import dev.fairlead.wasm.module.LiveSources;
import dev.fairlead.wasm.threads.GuestJob;
import dev.fairlead.wasm.threads.KillSwitch;

import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/// Loads a guest on a guest thread while someone waits for it.
final class PrepareRun implements GuestJob {
    // A function whose requests may take 200 ms still has to start where nothing is compiled yet.
    private static final Duration LEAST_START_LIMIT = Duration.ofSeconds(5);

    private final WasmGuest guest;
    private final KillSwitch killSwitch = new KillSwitch();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Throwable failure;

    private PrepareRun(WasmGuest guest) {
        this.guest = guest;
    }

    /// Throws `BuildFailed`. `module` is held so that it stays loaded until the guest holds it.
    static void run(WasmGuest guest, LoadedModule module) {
        var run = new PrepareRun(guest);
        if (!guest.runtime().threads().submit(run)) {
            throw new BuildFailed(ErrorCode.GUEST_UNAVAILABLE, "The runtime is stopping.");
        }
        try {
            run.ended.await();
        } catch (InterruptedException e) {
            run.killSwitch.cancel();
            Thread.currentThread().interrupt();
            throw new BuildFailed(ErrorCode.GUEST_UNAVAILABLE, "Preparing was stopped.");
        } finally {
            Reference.reachabilityFence(module);
        }
        Throwable failed = run.failure;
        if (failed != null) {
            throw asBuildFailed(failed, guest.spec(), run.killSwitch);
        }
    }

    static BuildFailed asBuildFailed(Throwable thrown, GuestSpec spec, KillSwitch killSwitch) {
        if (thrown instanceof BuildFailed failed) {
            return failed;
        }
        if (thrown instanceof MemoryRefused refused) {
            return new BuildFailed(
                    refused.ofAllGuests() ? ErrorCode.AT_CAPACITY : ErrorCode.MODULE_REFUSED,
                    "The module is refused: " + refused.getMessage() + ".");
        }
        if (thrown instanceof UncheckedIOException) {
            return new BuildFailed(
                    ErrorCode.GUEST_UNAVAILABLE, "The version's artifact cannot be read.");
        }
        String why = "It took longer than its limit of " + startLimit(spec).toMillis() + " ms.";
        if (!killSwitch.timedOut()) {
            Outcome outcome = Failures.outcome(thrown, null, killSwitch, spec.limits());
            why =
                    outcome instanceof Outcome.Failed(_, String message)
                            ? message
                            : "It was stopped.";
        }
        return new BuildFailed(
                spec.abi() == Abi.SCRIPT ? ErrorCode.COMPILE_FAILED : ErrorCode.MODULE_REFUSED,
                "Starting failed. " + why);
    }

    private static Duration startLimit(GuestSpec spec) {
        Duration request = spec.limits().timeout();
        return request.compareTo(LEAST_START_LIMIT) > 0 ? request : LEAST_START_LIMIT;
    }

    /// Runs a guest's start-up with a time limit of its own. The thread's interrupt flag is clear
    /// afterwards.
    static <T> T guarded(KillSwitch killSwitch, GuestSpec spec, Supplier<T> startUp) {
        if (!killSwitch.arm(System.nanoTime() + startLimit(spec).toNanos())) {
            throw new dev.fairlead.wasm.module.CallerGone();
        }
        try {
            return startUp.get();
        } finally {
            killSwitch.disarm();
        }
    }

    /// The call that a guest's start-up sees: nobody asks and nobody listens.
    static GuestCall startUpCall(GuestSpec spec) {
        var request =
                new GuestRequest(
                        "GET", "/", "", List.of(), GuestBody.EMPTY, "", "", "", Instant.now());
        return new GuestCall(
                request, new Nobody(), spec.limits(), new LiveSources(request.receivedAt()));
    }

    @Override
    public KillSwitch killSwitch() {
        return killSwitch;
    }

    @Override
    public void run() {
        try {
            guest.load(killSwitch);
        } catch (RuntimeException | Error e) {
            failure = e;
        } finally {
            ended.countDown();
        }
    }

    private record Nobody() implements GuestAnswer {
        @Override
        public void head(int status, List<Header> headers) {}

        @Override
        public void write(byte[] bytes) {}

        @Override
        public void done(RunReport report) {}
    }
}
