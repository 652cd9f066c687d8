package dev.fairlead.dataplane.apps;

import java.time.Instant;
import java.util.Optional;

/// An instance of an app as it is now. `name` is what the runtime calls it, `service` which service
/// of a stack it is of, empty for an app, and `why` says for people why it is there. `usage` is
/// there where it runs and the runtime could tell.
public record AppInstance(
        String name,
        String service,
        State state,
        Instant since,
        int requests,
        String address,
        String why,
        Optional<InstanceUsage> usage) {
    /// Of an app, as long as its usage was not asked for.
    public AppInstance(
            String name, State state, Instant since, int requests, String address, String why) {
        this(name, "", state, since, requests, address, why, Optional.empty());
    }

    /// The same, of a service of a stack.
    public AppInstance of(String part) {
        return new AppInstance(name, part, state, since, requests, address, why, usage);
    }

    /// The same, which takes this much.
    public AppInstance taking(InstanceUsage now) {
        return new AppInstance(
                name, service, state, since, requests, address, why, Optional.of(now));
    }

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
        PAUSED,
        /// It ended as it should, and is not started again.
        COMPLETED,
        /// It ended as it should not, and waits until it is started again, or is not.
        FAILED;

        /// Whether what it is a part of is ill by it.
        public boolean ill() {
            return this == DOUBTED || this == FAILED;
        }
    }
}
