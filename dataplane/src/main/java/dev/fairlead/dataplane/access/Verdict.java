package dev.fairlead.dataplane.access;

/// Whether somebody may call a function.
public sealed interface Verdict {
    /// Yes; `callerId` is who it is, as the function is told.
    record Allowed(String callerId) implements Verdict {}

    /// Nobody has this credential.
    record Unauthenticated() implements Verdict {}

    /// They are known, and may not.
    record Forbidden() implements Verdict {}

    /// They may not even know that it is there.
    record Hidden() implements Verdict {}

    /// It cannot be said now.
    record Unavailable() implements Verdict {}
}
