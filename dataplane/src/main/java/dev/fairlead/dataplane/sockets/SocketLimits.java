package dev.fairlead.dataplane.sockets;

import java.time.Duration;

/// What one server bears of the sockets of functions. A message may be in so many `pieces`;
/// `messagesPerSecond` counts pings, too, and twice as many may come at once. Who says nothing for
/// `silence` is asked by a ping, and gone after as long again; a socket without a message either
/// way for `idle` is closed.
public record SocketLimits(
        int messageBytes,
        int pieces,
        int messagesPerSecond,
        int stateBytes,
        int perService,
        Duration silence,
        Duration idle) {
    public static final SocketLimits DEFAULT =
            new SocketLimits(
                    1 << 20,
                    1000,
                    100,
                    4 << 10,
                    1000,
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(10));
}
