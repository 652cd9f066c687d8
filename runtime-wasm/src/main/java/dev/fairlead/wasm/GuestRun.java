package dev.fairlead.wasm;

import dev.fairlead.dataplane.runtime.GuestAnswer;
import dev.fairlead.dataplane.runtime.GuestRequest;
import dev.fairlead.dataplane.runtime.Outcome;
import dev.fairlead.dataplane.runtime.RunReport;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.executions.StartKind;
import dev.fairlead.wasm.contract.Reply;
import dev.fairlead.wasm.module.CallerGone;
import dev.fairlead.wasm.module.GuestCall;
import dev.fairlead.wasm.module.GuestInstance;
import dev.fairlead.wasm.module.LiveSources;
import dev.fairlead.wasm.threads.GuestJob;
import dev.fairlead.wasm.threads.KillSwitch;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.List;

/// One invocation, from having an instance to the end of its answer.
final class GuestRun implements GuestJob {
    private static final Logger LOG = LoggerFactory.getLogger(GuestRun.class);

    private final WasmGuest guest;
    private final GuestRequest request;
    private final GuestAnswer answer;
    private final KillSwitch killSwitch = new KillSwitch();
    private final long endNanos;
    private StartKind startKind = StartKind.NONE;
    private long startNanos;
    private long runNanos;
    private long peakBytes;

    GuestRun(WasmGuest guest, GuestRequest request, GuestAnswer answer) {
        this(guest, request, answer, Long.MAX_VALUE);
    }

    /// Ends `mostNanos` from now at the latest.
    GuestRun(WasmGuest guest, GuestRequest request, GuestAnswer answer, long mostNanos) {
        this.endNanos = mostNanos == Long.MAX_VALUE ? mostNanos : System.nanoTime() + mostNanos;
        this.guest = guest;
        this.request = request;
        this.answer = answer;
    }

    @Override
    public KillSwitch killSwitch() {
        return killSwitch;
    }

    /// Ends the invocation without running it.
    void refuse() {
        done(
                new Outcome.Failed(
                        ErrorCode.AT_CAPACITY, "Too many invocations wait for a thread."),
                List.of());
    }

    @Override
    public void run() {
        var call =
                new GuestCall(
                        request,
                        answer,
                        guest.spec().limits(),
                        new LiveSources(request.receivedAt()));
        call.useCaller(killSwitch);
        Outcome outcome = Outcome.CANCELLED;
        if (!killSwitch.cancelled()) {
            LoadedGuest loaded = load(call);
            if (loaded == null) {
                return;
            }
            outcome = ask(loaded, call);
        }
        end(outcome, call);
    }

    private void end(Outcome outcome, GuestCall call) {
        if (outcome instanceof Outcome.Failed(_, String message)) {
            call.log().fail(message);
        }
        done(outcome, call.log().lines());
    }

    private void done(Outcome outcome, List<dev.fairlead.model.executions.LogLine> logs) {
        try {
            answer.done(new RunReport(outcome, startKind, startNanos, runNanos, peakBytes, logs));
        } catch (RuntimeException e) {
            LOG.error("The end of an invocation could not be told", e);
        }
    }

    /// Null when the guest cannot be loaded and the invocation was ended.
    private @Nullable LoadedGuest load(GuestCall call) {
        startKind = StartKind.WARM;
        LoadedGuest there = guest.loaded();
        if (there != null) {
            return there;
        }
        startKind = StartKind.COLD;
        long begun = System.nanoTime();
        try {
            return guest.load(killSwitch);
        } catch (RuntimeException | Error e) {
            BuildFailed failed = PrepareRun.asBuildFailed(e, guest.spec(), killSwitch);
            end(
                    killSwitch.cancelled()
                            ? Outcome.CANCELLED
                            : new Outcome.Failed(ErrorCode.GUEST_UNAVAILABLE, failed.detail()),
                    call);
            return null;
        } finally {
            startNanos = System.nanoTime() - begun;
        }
    }

    private Outcome ask(LoadedGuest loaded, GuestCall call) {
        long begun = System.nanoTime();
        long limit = guest.spec().limits().timeout().toNanos();
        if (endNanos != Long.MAX_VALUE) {
            limit = Math.min(limit, endNanos - begun);
        }
        if (!killSwitch.arm(begun + limit)) {
            return Outcome.CANCELLED;
        }
        GuestInstance instance = null;
        try {
            instance = loaded.poll();
            if (instance == null) {
                startKind = StartKind.COLD;
                instance = guest.runtime().withRoom(() -> loaded.create(call));
            }
            instance.begin(call);
            long started = System.nanoTime();
            startNanos += started - begun;
            Reply reply;
            try {
                reply = loaded.contract().answer(instance, call);
            } finally {
                runNanos = System.nanoTime() - started;
                peakBytes = instance.memory().peakBytes();
            }
            Outcome outcome = outcomeOf(reply);
            GuestInstance sound = instance;
            instance = null;
            loaded.giveBack(sound);
            return reply instanceof Reply.Whole whole ? send(whole) : outcome;
        } catch (Throwable e) {
            // A guest's code leaves through here with anything, even errors of the JVM.
            killSwitch.disarm();
            return Failures.outcome(e, instance, killSwitch, guest.spec().limits());
        } finally {
            killSwitch.disarm();
            if (instance != null) {
                instance.close();
            }
        }
    }

    private static Outcome outcomeOf(Reply reply) {
        return switch (reply) {
            case Reply.Whole _, Reply.Streamed _ -> Outcome.ANSWERED;
            case Reply.Failed(ErrorCode code, String message) -> new Outcome.Failed(code, message);
        };
    }

    private Outcome send(Reply.Whole whole) {
        try {
            answer.head(whole.status(), whole.headers());
            if (whole.body().length > 0) {
                answer.write(whole.body());
            }
            return Outcome.ANSWERED;
        } catch (IOException e) {
            return Outcome.CANCELLED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallerGone();
        }
    }
}
