package dev.fairlead.dataplane.router;

import dev.fairlead.dataplane.apps.App;
import dev.fairlead.dataplane.inflight.VersionInFlight;

import java.util.Optional;

/// A version that can answer: what does it, and what is under way at it.
record Ready(int version, Backend backend, VersionInFlight inFlight) {
    Optional<App> app() {
        return backend instanceof Backend.OfApp(App app) ? Optional.of(app) : Optional.empty();
    }
}
