package dev.fairlead.dataplane.runtime;

/// A running guest that waits for another: it lends out its thread and its time.
public interface Caller {
    /// When it has to end itself, in the time of `System.nanoTime`.
    long deadline();

    /// What stops it from now on stops `callee`, and no interrupt comes by it. False when it was
    /// stopped before.
    boolean lend(Invocation callee);

    /// The thread is its own again. False when it was stopped meanwhile.
    boolean takeBack();
}
