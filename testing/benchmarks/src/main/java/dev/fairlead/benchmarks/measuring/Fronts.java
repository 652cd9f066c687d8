package dev.fairlead.benchmarks.measuring;

import dev.fairlead.dataplane.access.Gatekeeper;
import dev.fairlead.dataplane.calls.CallsInFlight;
import dev.fairlead.dataplane.calls.EdgeLimits;
import dev.fairlead.dataplane.calls.Invocations;
import dev.fairlead.dataplane.http.BlockingBridge;
import dev.fairlead.dataplane.router.Router;
import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.GuestRuntime;
import dev.fairlead.dataplane.signing.NonceStore;
import dev.fairlead.dataplane.versions.GuestSpec;

import java.time.Clock;
import java.util.List;

/// What a data plane by itself has around its gateway.
public final class Fronts {
    private Fronts() {}

    /// Nobody is limited, and nothing is recorded.
    public static Invocations invocations(Router router, Clock clock) {
        return new Invocations(
                router,
                EdgeLimits.none(),
                Gatekeeper.CLOSED,
                NonceStore.CLOSED,
                _ -> {},
                new CallsInFlight(),
                clock);
    }

    /// No pages and no API.
    public static BlockingBridge apex() {
        return new BlockingBridge(e -> e.answer(404, List.of(), new byte[0]), 8, 1 << 20);
    }

    /// Where nothing runs.
    public static final class NoGuests implements GuestRuntime {
        @Override
        public Guest guest(GuestSpec spec) {
            throw new IllegalStateException("there are no guests here");
        }

        @Override
        public void close() {}
    }
}
