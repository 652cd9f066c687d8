package dev.fairlead.dataplane.proxy;

/// A request under way to an upstream, as the one who forwarded it sees it.
public interface ForwardedRequest {
    /// Nobody waits for the answer any more: the target is told at once.
    void clientGone();
}
