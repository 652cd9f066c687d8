package dev.fairlead.dataplane.inflight;

/// How a request or a socket ended.
public enum Ending {
    /// It had its whole answer; a socket was closed by one of its two ends.
    ANSWERED,
    /// What answers for the version failed, or broke off.
    FAILED,
    /// The client went away first.
    CLIENT_GONE,
    /// It was still open when its version's time was over.
    CUT
}
