package dev.fairlead.controlplane.control.domains;

import dev.fairlead.dataplane.hosts.HostTable;

import java.time.Duration;

/// Hears of each change of domains, their routes and certificates, when requests are answered by
/// it, and how long it took from the store until then. Must return at once.
@FunctionalInterface
public interface HostSwitches {
    /// Is not interested.
    HostSwitches UNHEARD = (_, _, _) -> {};

    void switched(HostTable before, HostTable after, Duration took);
}
