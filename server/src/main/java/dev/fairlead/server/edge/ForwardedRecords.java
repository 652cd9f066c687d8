package dev.fairlead.server.edge;

import dev.fairlead.dataplane.inflight.Ending;
import dev.fairlead.dataplane.telemetry.ExecutionListener;
import dev.fairlead.dataplane.telemetry.Forwarded;
import dev.fairlead.dataplane.telemetry.ForwardedListener;
import dev.fairlead.model.executions.Execution;
import dev.fairlead.model.executions.ExecutionStatus;
import dev.fairlead.model.executions.StartKind;
import dev.fairlead.model.executions.Trigger;
import dev.fairlead.model.ids.ExecutionId;

import java.util.List;
import java.util.Optional;

/// Forwarded requests as executions: nothing ran here, all else is known of them as of others.
public record ForwardedRecords(ExecutionListener listener) implements ForwardedListener {
    @Override
    public void forwarded(Forwarded one) {
        long queue = one.queue().toNanos() / 1000;
        listener.executed(
                new Execution(
                        new ExecutionId(one.id().value()),
                        one.organization(),
                        one.service(),
                        one.version(),
                        Trigger.HTTP,
                        status(one),
                        one.startedAt(),
                        queue,
                        0,
                        one.whole().toNanos() / 1000 - queue,
                        StartKind.NONE,
                        0,
                        one.receivedBytes(),
                        one.sentBytes(),
                        one.status(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of()));
    }

    private static ExecutionStatus status(Forwarded one) {
        if (one.ending() == Ending.CLIENT_GONE) {
            return ExecutionStatus.CANCELLED;
        }
        boolean failed = one.status() == 0 || one.status() >= 500 || one.ending() == Ending.FAILED;
        return failed ? ExecutionStatus.FAILED : ExecutionStatus.SUCCEEDED;
    }
}
