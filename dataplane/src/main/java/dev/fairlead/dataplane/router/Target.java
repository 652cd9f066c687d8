package dev.fairlead.dataplane.router;

import dev.fairlead.dataplane.runtime.Guest;

import java.util.Optional;

/// What was picked for one request: a version, the guest that runs it, and where it is counted;
/// what the answer has to say so that who asked stays with it; and the version that gets a copy.
public record Target(
        RoutedAlias alias,
        int version,
        Guest guest,
        Optional<Tally> tally,
        Optional<String> cookie,
        Optional<Mirrored> mirror) {

    /// A version that a copy goes to.
    public record Mirrored(int version, Guest guest, Optional<Tally> tally) {}
}
