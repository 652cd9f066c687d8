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

    /// One that listens for HTTP itself. It is asked by `GET` of `path`, which any status from 200
    /// to 399 affirms, or else by whether it takes a connection.
    static Contact http(String host, int port, Optional<String> path) {
        return new HttpContact(host, port, path);
    }

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
