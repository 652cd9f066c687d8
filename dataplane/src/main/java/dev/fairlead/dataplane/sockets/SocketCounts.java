package dev.fairlead.dataplane.sockets;

import dev.fairlead.model.ids.ServiceId;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How many sockets each service has here, those that are being opened among them. For any thread.
public final class SocketCounts {
    private final Map<ServiceId, Integer> counts = new ConcurrentHashMap<>();

    /// False where it has as many as it may.
    boolean enter(ServiceId service, int most) {
        int[] before = {0};
        counts.compute(
                service,
                (_, count) -> {
                    before[0] = count == null ? 0 : count;
                    return Math.min(most, before[0] + 1);
                });
        return before[0] < most;
    }

    void leave(ServiceId service) {
        counts.computeIfPresent(service, (_, count) -> count == 1 ? null : count - 1);
    }
}
