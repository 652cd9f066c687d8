package dev.fairlead.dataplane.apps;

import java.time.Instant;

/// Keeps what containers print. For any thread.
public interface LineSink {
    /// How far a container's lines were kept: the time of the newest, and how many have that time.
    record Reached(Instant at, int lines) {
        public static final Reached NOTHING = new Reached(Instant.EPOCH, 0);
    }

    /// How far the lines of one were kept before; waits while that cannot be known.
    Reached reached(String instance) throws InterruptedException;

    /// Keeps one more; waits while there is no room for it.
    void keep(PrintedLine line) throws InterruptedException;
}
