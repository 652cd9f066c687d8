package dev.fairlead.sandbox.network;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// What the operator says about the network of steps. `inner` are `name:port` that may be reached
/// though they are on this machine or its private networks, such as a mirror. `upstream` is the
/// `host:port` of a proxy that all goes through where the machine has no other way out; it then
/// resolves the names. A step has at most `connections` at a time, moves at most `bytes` in all,
/// and a connection without traffic ends after `silence`.
public record NetworkRules(
        Set<String> inner,
        Optional<String> upstream,
        int connections,
        long bytes,
        Duration silence) {
    /// Public addresses alone, reached directly.
    public static final NetworkRules PUBLIC =
            new NetworkRules(Set.of(), Optional.empty(), 64, 2L << 30, Duration.ofMinutes(1));

    public NetworkRules {
        inner = Set.copyOf(inner);
    }

    public NetworkRules allowing(Set<String> servers) {
        return new NetworkRules(servers, upstream, connections, bytes, silence);
    }

    public NetworkRules through(String proxy) {
        return new NetworkRules(inner, Optional.of(proxy), connections, bytes, silence);
    }
}
