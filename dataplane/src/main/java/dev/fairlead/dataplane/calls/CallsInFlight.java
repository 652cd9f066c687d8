package dev.fairlead.dataplane.calls;

import dev.fairlead.dataplane.telemetry.ExecutionListener;
import dev.fairlead.dataplane.telemetry.RunningCall;
import dev.fairlead.dataplane.telemetry.RunningCalls;
import dev.fairlead.model.ids.ExecutionId;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The calls of this process that have not ended, from before their queue to after their record. A
/// call costs one put and one remove; looking costs nobody but the one who looks.
public final class CallsInFlight implements RunningCalls {
    private final Map<ExecutionId, Call> calls = new ConcurrentHashMap<>();

    public void began(Call call) {
        calls.put(call.id(), call);
    }

    /// Tells `listener` first, then forgets the call.
    ExecutionListener endedAfter(ExecutionListener listener) {
        return execution -> {
            try {
                listener.executed(execution);
            } finally {
                calls.remove(execution.id());
            }
        };
    }

    @Override
    public List<RunningCall> olderThan(Duration age, int most) {
        long before = System.nanoTime() - age.toNanos();
        var found = new ArrayList<RunningCall>();
        for (Call call : calls.values()) {
            if (found.size() >= most) {
                break;
            }
            if (call.enteredNanos() - before <= 0) {
                found.add(call.running());
            }
        }
        return found;
    }
}
