package dev.fairlead.sandbox;

/// How a step ended.
public sealed interface Ending {
    /// By itself; 0 is success, and 128 + n a signal n.
    record Exited(int code) implements Ending {}

    /// Killed because it, or all it started together, asked for more memory than it may.
    record OutOfMemory() implements Ending {}

    /// Killed because it wrote more than it may.
    record DiskFull() implements Ending {}

    /// Killed by us: at its time limit, or because nobody wants it any more.
    record Killed() implements Ending {}
}
