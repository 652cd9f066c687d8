package dev.fairlead.container.instances;

import dev.fairlead.dataplane.versions.UpstreamSpec.Target;

import java.time.Duration;
import java.util.Optional;

/// How an instance is reached.
public interface Contact extends AutoCloseable {
    /// Whether it can take requests now; asks it for at most about `patience`.
    boolean good(Duration patience);

    /// Where requests go.
    Target target();

    /// Where it listens, for people.
    String address();

    /// What is wrong where it was not `good` for so long, for its author.
    String missed(Duration time);

    /// Why it never will be `good`, where that is known, for its author.
    default Optional<String> failed() {
        return Optional.empty();
    }

    /// The instance is gone.
    @Override
    default void close() {
        // Nothing is held.
    }
}
