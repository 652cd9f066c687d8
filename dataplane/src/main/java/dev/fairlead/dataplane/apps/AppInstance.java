package dev.fairlead.dataplane.apps;

import java.time.Instant;

/// An instance of an app as it is now. `name` is what the runtime calls it, `why` says for people
/// why it is there.
public record AppInstance(
        String name, State state, Instant since, int requests, String address, String why) {
    /// What it does.
    public enum State {
        /// It was made ahead and was not started.
        CREATED,
        STARTING,
        READY,
        /// It did not answer as it should and gets nothing until it does.
        DOUBTED,
        /// It ends what it has and gets nothing new.
        DRAINING,
        /// It is frozen, and goes on where it was when it is needed.
        PAUSED
    }
}
