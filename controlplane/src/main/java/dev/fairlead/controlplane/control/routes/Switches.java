package dev.fairlead.controlplane.control.routes;

import dev.fairlead.dataplane.inflight.Drain;
import dev.fairlead.dataplane.router.RoutedService;

import java.time.Duration;
import java.util.Map;

/// Hears of each change of a service that answered before: what was under way at its versions in
/// that moment, which it has to let go of, and how long it took from the store to the first request
/// of the new kind. Must return at once.
public interface Switches {
    /// Is not interested.
    Switches UNHEARD = (_, _, underWay, _) -> underWay.values().forEach(Drain::close);

    void switched(
            RoutedService before, RoutedService after, Map<Integer, Drain> underWay, Duration took);
}
