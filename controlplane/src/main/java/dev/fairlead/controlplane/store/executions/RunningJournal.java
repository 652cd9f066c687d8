package dev.fairlead.controlplane.store.executions;

import dev.fairlead.dataplane.telemetry.RunningCall;
import dev.fairlead.dataplane.telemetry.RunningCalls;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.executions.Execution;
import dev.fairlead.model.executions.ExecutionStatus;
import dev.fairlead.model.executions.StartKind;
import dev.fairlead.model.ids.ExecutionId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Keeps on disk which calls have run for a while, so that those a crash cuts off are executions,
/// too. A call stays in it until its own record is safe. For one thread.
final class RunningJournal {
    private static final Logger LOG = LoggerFactory.getLogger(RunningJournal.class);
    private static final int MOST_CALLS = 10_000;

    /// The recorder's commits do not wait for the disk; PostgreSQL's own writer needs 0.6 s at most
    /// with its default `wal_writer_delay` of 200 ms.
    static final Duration SAFE_AFTER = Duration.ofSeconds(2);

    private final RunningCalls calls;
    private final RunningFile file;
    private final Duration safeAfter;
    private final Map<ExecutionId, Ended> ended = new HashMap<>();
    private Map<ExecutionId, RunningCall> written = Map.of();
    private boolean failing;

    RunningJournal(RunningCalls calls, RunningFile file, Duration safeAfter) {
        this.calls = calls;
        this.file = file;
        this.safeAfter = safeAfter;
    }

    /// A call in the file that runs no more: `number` executions were offered by then, its own
    /// among them.
    private record Ended(long number, long nanos) {}

    /// The calls that the process before this one did not see the end of, as executions that
    /// failed. They may have a record already.
    List<Execution> cutOff() {
        return file.read().stream().map(RunningJournal::stopped).toList();
    }

    private static Execution stopped(RunningCall call) {
        return new Execution(
                call.id(),
                call.organization(),
                call.function(),
                call.version(),
                call.trigger(),
                ExecutionStatus.FAILED,
                call.startedAt(),
                0,
                0,
                0,
                StartKind.NONE,
                0,
                call.requestBytes(),
                0,
                ErrorCode.SERVER_STOPPED.status(),
                Optional.of(ErrorCode.SERVER_STOPPED.code()),
                Optional.of("the server stopped while it ran; what it did until then stays done"),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /// What `cutOff` said is safe elsewhere.
    void forget() {
        write(Map.of());
    }

    /// Writes the calls that came at least `age` ago, where they are others than last time.
    /// `offered` counts the executions that came so far, `settled` those of them that are in the
    /// database or the spill file.
    void note(Duration age, LongSupplier offered, LongSupplier settled) {
        var next = new HashMap<ExecutionId, RunningCall>();
        calls.olderThan(age, MOST_CALLS).forEach(call -> next.put(call.id(), call));
        // Only now: an execution is offered before its call is no longer among the running ones.
        long number = offered.getAsLong();
        long safe = settled.getAsLong();
        long now = System.nanoTime();
        ended.keySet().retainAll(written.keySet());
        for (RunningCall call : written.values()) {
            if (!next.containsKey(call.id()) && next.size() < MOST_CALLS) {
                Ended end = ended.computeIfAbsent(call.id(), _ -> new Ended(number, now));
                if (safe < end.number() || now - end.nanos() < safeAfter.toNanos()) {
                    next.put(call.id(), call);
                }
            }
        }
        if (!next.equals(written)) {
            write(next);
        }
    }

    /// The last word of a stop in peace: what has ended is recorded, what still runs is cut off.
    void leave() {
        var left = new HashMap<ExecutionId, RunningCall>();
        calls.olderThan(Duration.ZERO, MOST_CALLS).forEach(call -> left.put(call.id(), call));
        write(left);
    }

    private void write(Map<ExecutionId, RunningCall> next) {
        try {
            file.write(next.values());
            written = Map.copyOf(next);
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOG.error("cannot note which calls run", e);
            }
            failing = true;
        }
    }
}
