package dev.fairlead.dataplane.runtime;

/// A running invocation, as the one who started it sees it.
public interface Invocation {
    /// The caller is gone: stop soon, with the outcome `Cancelled`. Without effect after the end.
    void cancel();
}
