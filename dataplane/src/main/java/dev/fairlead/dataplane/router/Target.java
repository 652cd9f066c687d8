package dev.fairlead.dataplane.router;

import dev.fairlead.dataplane.inflight.VersionInFlight;

import java.util.Optional;

/// What was picked for one request: a version, what answers for it, what is under way at it, and
/// where it is counted; what the answer has to say so that who asked stays with it; and the version
/// that gets a copy.
public record Target(
        RoutedAlias alias,
        int version,
        Backend backend,
        VersionInFlight inFlight,
        Optional<Tally> tally,
        Optional<String> cookie,
        Optional<Mirrored> mirror) {

    /// A version that a copy goes to.
    public record Mirrored(
            int version, Backend backend, VersionInFlight inFlight, Optional<Tally> tally) {}
}
