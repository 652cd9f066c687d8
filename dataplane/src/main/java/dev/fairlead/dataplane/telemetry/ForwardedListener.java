package dev.fairlead.dataplane.telemetry;

/// Hears of every request that an upstream was asked, when it has ended. Called on event loops:
/// must return at once and never throw.
@FunctionalInterface
public interface ForwardedListener {
    void forwarded(Forwarded request);
}
