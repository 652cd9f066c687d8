package dev.fairlead.process;

import dev.fairlead.dataplane.runtime.Caller;
import dev.fairlead.dataplane.runtime.FunctionCalls;
import dev.fairlead.dataplane.runtime.GuestAnswer;
import dev.fairlead.dataplane.runtime.GuestRequest;
import dev.fairlead.dataplane.runtime.Invocation;
import dev.fairlead.dataplane.runtime.Outcome;
import dev.fairlead.dataplane.runtime.RunReport;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.executions.StartKind;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.process.Talk.Said;
import dev.fairlead.process.inside.Frames;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// One invocation, from having a child to the end of its answer. While it calls another function
/// its thread is that one's, and what stops it stops that one first.
final class ChildRun implements Runnable, Invocation, Caller {
    private static final Logger LOG = LoggerFactory.getLogger(ChildRun.class);

    private final ProcessGuest guest;
    private final GuestRequest request;
    private final GuestAnswer answer;
    private final Limits limits;
    private final ChildLog log = new ChildLog();
    private final OptionalLong endNanos;
    private StartKind startKind = StartKind.NONE;
    private long startNanos;
    private long runNanos;
    private long peakBytes;
    private volatile long deadlineNanos;
    private @Nullable ChildProcess starting;
    private @Nullable ChildProcess running;
    private @Nullable Invocation lentTo;
    private boolean timedOut;
    private boolean cancelled;

    ChildRun(ProcessGuest guest, GuestRequest request, GuestAnswer answer) {
        this(guest, request, answer, OptionalLong.empty());
    }

    /// For another guest that ends at `endNanos`, in the time of `System.nanoTime`.
    ChildRun(ProcessGuest guest, GuestRequest request, GuestAnswer answer, long endNanos) {
        this(guest, request, answer, OptionalLong.of(endNanos));
    }

    private ChildRun(
            ProcessGuest guest, GuestRequest request, GuestAnswer answer, OptionalLong endNanos) {
        this.endNanos = endNanos;
        this.guest = guest;
        this.request = request;
        this.answer = answer;
        this.limits = guest.spec().limits();
    }

    @Override
    public void cancel() {
        kill(false);
    }

    /// The reason that comes first counts.
    private void kill(boolean late) {
        ChildProcess child;
        Invocation callee;
        synchronized (this) {
            child = running == null ? starting : running;
            callee = lentTo;
            if (timedOut || cancelled || (late && running == null)) {
                return;
            }
            timedOut = late;
            cancelled = !late;
            running = null;
            starting = null;
        }
        // What it called has no more time than it has, and ends by itself.
        if (callee != null && !late) {
            callee.cancel();
        }
        if (child != null) {
            Thread.ofVirtual().start(child::close);
        }
    }

    @Override
    public long deadline() {
        return deadlineNanos;
    }

    @Override
    public synchronized boolean lend(Invocation callee) {
        lentTo = callee;
        return !timedOut && !cancelled;
    }

    @Override
    public synchronized boolean takeBack() {
        lentTo = null;
        return !timedOut && !cancelled;
    }

    private synchronized void starts(ChildProcess child) {
        if (cancelled) {
            Thread.ofVirtual().start(child::close);
        } else {
            starting = child;
        }
    }

    /// What is left of the caller's time.
    private Duration left() {
        return endNanos.isEmpty()
                ? ProcessGuest.LONGEST_START
                : Duration.ofNanos(Math.max(0, endNanos.getAsLong() - System.nanoTime()));
    }

    private synchronized boolean begin(ChildProcess child) {
        starting = null;
        if (cancelled) {
            return false;
        }
        running = child;
        return true;
    }

    /// False where the child was killed meanwhile.
    private synchronized boolean end() {
        boolean whole = running != null;
        running = null;
        return whole;
    }

    void refuse() {
        end(new Outcome.Failed(ErrorCode.AT_CAPACITY, "Too many invocations run already."));
    }

    @Override
    public void run() {
        Outcome outcome;
        try {
            outcome = outcome();
        } catch (RuntimeException e) {
            LOG.error("an invocation of a child failed", e);
            outcome = new Outcome.Failed(ErrorCode.GUEST_UNAVAILABLE, "It could not be run.");
        }
        end(outcome);
    }

    private void end(Outcome outcome) {
        if (outcome instanceof Outcome.Failed(_, String message)) {
            log.fail(message);
        }
        try {
            answer.done(
                    new RunReport(
                            outcome, startKind, startNanos, runNanos, peakBytes, log.lines()));
        } catch (RuntimeException e) {
            LOG.error("The end of an invocation could not be told", e);
        }
    }

    private Outcome outcome() {
        byte[] body;
        try {
            body = request.body().readAll();
        } catch (IOException e) {
            return Outcome.CANCELLED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.CANCELLED;
        }
        long begun = System.nanoTime();
        ChildProcess child;
        try {
            child = guest.take(endNanos.isEmpty() ? limits.queueTimeout() : Duration.ZERO);
            startKind = child == null ? StartKind.COLD : StartKind.WARM;
            if (child == null) {
                child = guest.start(log, left(), this::starts);
            }
        } catch (BuildFailed e) {
            if (gone()) {
                return Outcome.CANCELLED;
            }
            ErrorCode code =
                    e.code() == ErrorCode.AT_CAPACITY
                            ? ErrorCode.AT_CAPACITY
                            : ErrorCode.GUEST_UNAVAILABLE;
            return new Outcome.Failed(code, e.detail());
        } finally {
            startNanos = System.nanoTime() - begun;
        }
        if (!begin(child)) {
            guest.giveBack(child);
            return Outcome.CANCELLED;
        }
        return ask(child, body);
    }

    private Outcome ask(ChildProcess child, byte[] body) {
        long begun = System.nanoTime();
        child.countCall();
        long most = Math.min(limits.timeout().toNanos(), left().toNanos());
        deadlineNanos = begun + most;
        ScheduledFuture<?> deadline =
                guest.runtime().deadlines().schedule(() -> kill(true), most, TimeUnit.NANOSECONDS);
        Said said;
        try {
            child.talk().ask(request, body, limits.maxResponseBytes());
            said = child.talk().hear(log, limits.maxResponseBytes(), this::call);
        } catch (IOException e) {
            runNanos = System.nanoTime() - begun;
            boolean spoiled = end();
            Outcome outcome = spoiled ? broken(child, e) : killed();
            guest.end(child);
            return outcome;
        } finally {
            deadline.cancel(false);
            runNanos = System.nanoTime() - begun;
        }
        if (!end()) {
            guest.end(child);
            return killed();
        }
        boolean sound = !(said instanceof Said.Failed failed && failed.how() != Frames.THROWN);
        if (sound) {
            guest.giveBack(child);
        } else {
            guest.end(child);
        }
        return told(said);
    }

    private FunctionCalls.Called call(FunctionCalls.Ask ask) throws IOException {
        FunctionCalls.Called called;
        boolean goesOn = false;
        try {
            called = answer.calls().call(ask, this);
        } finally {
            goesOn = takeBack();
        }
        if (!goesOn) {
            throw new EOFException("it was stopped while it called another");
        }
        return called;
    }

    private synchronized boolean gone() {
        return cancelled;
    }

    private synchronized Outcome killed() {
        return cancelled
                ? Outcome.CANCELLED
                : new Outcome.Failed(
                        ErrorCode.GUEST_TIMEOUT,
                        "The function took longer than its limit of "
                                + limits.timeout().toMillis()
                                + " ms.");
    }

    private Outcome broken(ChildProcess child, IOException why) {
        if (child.ranOutOfMemory()) {
            peakBytes = limits.memoryBytes();
            return new Outcome.Failed(
                    ErrorCode.GUEST_OUT_OF_MEMORY,
                    "The function ran out of memory; its limit is "
                            + (limits.memoryBytes() >> 20)
                            + " MiB.");
        }
        if (why instanceof ProtocolException) {
            return new Outcome.Failed(
                    ErrorCode.GUEST_BAD_RESPONSE, "The function wrote over its own answer.");
        }
        return new Outcome.Failed(ErrorCode.GUEST_FAILED, "The function's process ended.");
    }

    private Outcome told(Said said) {
        return switch (said) {
            case Said.Ready _ ->
                    new Outcome.Failed(ErrorCode.GUEST_BAD_RESPONSE, "There was no answer.");
            case Said.Answer whole -> {
                peakBytes = whole.used();
                yield AnswerShape.send(whole, answer);
            }
            case Said.Failed failed -> {
                peakBytes = failed.used();
                failed.frames().forEach(frame -> log.add('e', frame));
                yield failure(failed);
            }
        };
    }

    private Outcome failure(Said.Failed failed) {
        return switch (failed.how()) {
            case Frames.STACK_OVERFLOW ->
                    new Outcome.Failed(
                            ErrorCode.GUEST_STACK_OVERFLOW, "The function's calls nest too deep.");
            case Frames.TOO_LARGE ->
                    new Outcome.Failed(
                            ErrorCode.GUEST_OUTPUT_TOO_LARGE,
                            "The answer is larger than " + limits.maxResponseBytes() + " bytes.");
            case Frames.BAD_RESPONSE ->
                    new Outcome.Failed(ErrorCode.GUEST_BAD_RESPONSE, failed.message());
            default ->
                    new Outcome.Failed(
                            ErrorCode.GUEST_FAILED, "The function failed: " + failed.message());
        };
    }
}
