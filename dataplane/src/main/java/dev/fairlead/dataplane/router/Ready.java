package dev.fairlead.dataplane.router;

import dev.fairlead.dataplane.inflight.VersionInFlight;

/// A version that can answer: what does it, and what is under way at it.
record Ready(int version, Backend backend, VersionInFlight inFlight) {}
