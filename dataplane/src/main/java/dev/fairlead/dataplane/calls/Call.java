package dev.fairlead.dataplane.calls;

import dev.fairlead.dataplane.inflight.Ending;
import dev.fairlead.dataplane.inflight.Era;
import dev.fairlead.dataplane.router.Admission;
import dev.fairlead.dataplane.router.Backend;
import dev.fairlead.dataplane.router.LiveService;
import dev.fairlead.dataplane.router.Tally;
import dev.fairlead.dataplane.router.Target;
import dev.fairlead.dataplane.runtime.Caller;
import dev.fairlead.dataplane.runtime.FunctionCalls;
import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.GuestAnswer;
import dev.fairlead.dataplane.runtime.GuestRequest;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.dataplane.runtime.Invocation;
import dev.fairlead.dataplane.runtime.Outcome;
import dev.fairlead.dataplane.runtime.RunReport;
import dev.fairlead.dataplane.telemetry.RunningCall;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.executions.Execution;
import dev.fairlead.model.executions.ExecutionStatus;
import dev.fairlead.model.executions.StartKind;
import dev.fairlead.model.ids.ExecutionId;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// One invocation, from the queue before the service to its record. Every call ends exactly once,
/// gives its place back exactly once and is recorded exactly once.
public final class Call implements Admission.Waiter, GuestAnswer {
    private enum Phase {
        NEW,
        QUEUED,
        RUNNING,
        ENDED
    }

    private final LiveService service;
    private final Target target;
    private final Origin origin;
    private final GuestRequest request;
    private final Samples samples;
    private final ExecutionId id;
    private final CallSink sink;
    private final Invocations invocations;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.NEW);
    private final long enteredNanos = System.nanoTime();
    private volatile long admittedNanos;
    private volatile @Nullable Invocation invocation;
    private volatile boolean cancelled;
    private volatile @Nullable Era era;
    private int version;
    private int httpStatus;
    private long responseBytes;

    public Call(
            LiveService service,
            Target target,
            Origin origin,
            ExecutionId id,
            GuestRequest request,
            Samples samples,
            CallSink sink,
            Invocations invocations) {
        this.service = service;
        this.target = target;
        this.origin = origin;
        this.id = id;
        this.request = request;
        this.samples = samples;
        this.sink = sink;
        this.invocations = invocations;
    }

    Target target() {
        return target;
    }

    LiveService service() {
        return service;
    }

    Origin origin() {
        return origin;
    }

    @Override
    public FunctionCalls calls() {
        return (ask, caller) -> invocations.call(this, ask, caller);
    }

    ExecutionId id() {
        return id;
    }

    long enteredNanos() {
        return enteredNanos;
    }

    /// As it is now; for any thread.
    RunningCall running() {
        // The version is set before the phase, so whoever sees the phase sees the version.
        Phase now = phase.get();
        boolean admitted = now == Phase.RUNNING || now == Phase.ENDED;
        return new RunningCall(
                id,
                service.entry().organization(),
                service.entry().id(),
                admitted ? version : 0,
                origin.trigger(),
                request.receivedAt(),
                samples.requestBytes());
    }

    /// Runs now or waits its turn; true when it waits.
    public boolean enter() {
        phase.set(Phase.QUEUED);
        return switch (service.admission().enter(this)) {
            case ADMITTED -> {
                admitted();
                yield false;
            }
            case QUEUED -> true;
            case FULL -> {
                full();
                yield false;
            }
        };
    }

    /// Runs for a guest that waits, and is refused where there is no place. Returns at the end.
    void enterWithin(Caller caller) {
        phase.set(Phase.QUEUED);
        if (!service.admission().tryEnter()) {
            full();
            return;
        }
        begin(guest -> guest.startWithin(request, this, caller));
    }

    private void full() {
        refuse(
                ErrorCode.AT_CAPACITY,
                "'" + service.entry().name() + "' is at its limit and its queue is full",
                service.admission().retryAfter());
    }

    /// It waited as long as it may; without effect once it runs.
    public void queueTimedOut() {
        if (service.admission().leave(this)) {
            refuse(
                    ErrorCode.QUEUE_TIMEOUT,
                    "no place became free in " + service.entry().limits().queueTimeout(),
                    service.admission().retryAfter());
        }
    }

    /// The client is gone: frees the place in the queue, or stops the guest.
    public void cancel() {
        cancelled = true;
        if (service.admission().leave(this)) {
            refuse(ErrorCode.REQUEST_TIMEOUT, "the client went away", Duration.ZERO);
            return;
        }
        Invocation running = invocation;
        if (running != null) {
            running.cancel();
        }
    }

    @Override
    public void admitted() {
        begin(guest -> {
            Invocation started = guest.start(request, this);
            invocation = started;
            if (cancelled) {
                started.cancel();
            }
        });
    }

    private void begin(Consumer<Guest> start) {
        admittedNanos = System.nanoTime();
        version = target.version();
        phase.set(Phase.RUNNING);
        switch (target.backend()) {
            case Backend.OfGuest(Guest guest) -> {
                era = target.inFlight().begin();
                start.accept(guest);
            }
            case Backend.OfUpstream _, Backend.OfApp _, Backend.OfSite _ -> {
                service.admission().release();
                refuse(
                        ErrorCode.NOT_DEPLOYED,
                        "'" + service.entry().name() + "' is no function",
                        Duration.ZERO);
            }
        }
    }

    @Override
    public void head(int status, List<Header> headers) {
        httpStatus = status;
        sink.head(status, headers);
    }

    @Override
    public void write(byte[] bytes) throws IOException, InterruptedException {
        responseBytes += bytes.length;
        samples.output(bytes);
        sink.write(bytes);
    }

    @Override
    public void done(RunReport report) {
        if (phase.getAndSet(Phase.ENDED) == Phase.ENDED) {
            return;
        }
        service.admission().release();
        Era began = era;
        boolean answered = report.outcome() instanceof Outcome.Answered;
        if (began != null && !(answered && sink.adopts(began))) {
            began.end(ending(report.outcome()), false);
        }
        long queue = admittedNanos - enteredNanos;
        sink.done(report.outcome(), ServerTiming.of(queue, report.startNanos(), report.runNanos()));
        Execution record = record(report, queue);
        target.tally().ifPresent(tally -> count(tally, record, System.nanoTime() - admittedNanos));
        invocations.listener().executed(record);
    }

    /// What the client gave up says nothing of the version.
    private static void count(Tally tally, Execution record, long nanos) {
        if (record.status() != ExecutionStatus.CANCELLED) {
            tally.ended(record.httpStatus(), nanos);
        }
    }

    private static Ending ending(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered _ -> Ending.ANSWERED;
            case Outcome.Failed _ -> Ending.FAILED;
            case Outcome.Cancelled _ -> Ending.CLIENT_GONE;
        };
    }

    private void refuse(ErrorCode code, String detail, Duration retryAfter) {
        if (phase.getAndSet(Phase.ENDED) == Phase.ENDED) {
            return;
        }
        long waited = System.nanoTime() - enteredNanos;
        var outcome = new Outcome.Failed(code, detail);
        sink.refused(new CallSink.Refusal(code, detail, retryAfter), ServerTiming.of(waited, 0, 0));
        invocations
                .listener()
                .executed(
                        record(new RunReport(outcome, StartKind.NONE, 0, 0, 0, List.of()), waited));
    }

    private Execution record(RunReport report, long queueNanos) {
        Optional<ErrorCode> code = Optional.empty();
        Optional<String> message = Optional.empty();
        ExecutionStatus status =
                switch (report.outcome()) {
                    case Outcome.Answered _ -> ExecutionStatus.SUCCEEDED;
                    case Outcome.Cancelled _ -> ExecutionStatus.CANCELLED;
                    case Outcome.Failed failed -> {
                        code = Optional.of(failed.code());
                        message = Optional.of(failed.message());
                        yield status(failed.code(), report.startKind());
                    }
                };
        return new Execution(
                id,
                service.entry().organization(),
                service.entry().id(),
                version,
                origin.trigger(),
                status,
                request.receivedAt(),
                queueNanos / 1000,
                report.startNanos() / 1000,
                report.runNanos() / 1000,
                report.startKind(),
                report.memoryPeakBytes(),
                samples.requestBytes(),
                responseBytes,
                code.map(ErrorCode::status).orElse(httpStatus),
                code.map(ErrorCode::code),
                message,
                samples.inputSample(),
                samples.outputSample(),
                report.logs());
    }

    private static ExecutionStatus status(ErrorCode code, StartKind start) {
        if (code == ErrorCode.GUEST_TIMEOUT) {
            return ExecutionStatus.TIMED_OUT;
        }
        boolean neverRan =
                start == StartKind.NONE
                        && (code == ErrorCode.AT_CAPACITY
                                || code == ErrorCode.QUEUE_TIMEOUT
                                || code == ErrorCode.SERVICE_NOT_FOUND);
        if (neverRan) {
            return ExecutionStatus.REFUSED;
        }
        return code == ErrorCode.REQUEST_TIMEOUT
                ? ExecutionStatus.CANCELLED
                : ExecutionStatus.FAILED;
    }
}
