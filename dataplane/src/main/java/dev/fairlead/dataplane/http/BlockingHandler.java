package dev.fairlead.dataplane.http;

/// Answers a request on a virtual thread of its own, in plain blocking code.
@FunctionalInterface
public interface BlockingHandler {
    /// Must answer through `exchange` exactly once; what it throws ends as a 500.
    void handle(BlockingExchange exchange) throws Exception;
}
