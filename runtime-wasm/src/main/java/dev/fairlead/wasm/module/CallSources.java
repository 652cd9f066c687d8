package dev.fairlead.wasm.module;

/// All that is not determined by the request: one call's clocks and its random bytes, in one place
/// so that a call can be recorded.
public interface CallSources {
    /// Nanoseconds since 1970.
    long wallNanos();

    /// Nanoseconds since the call began, never going back.
    long elapsedNanos();

    void random(byte[] into);
}
