package dev.fairlead.controlplane.api.routes;

/// The code behind a route.
@FunctionalInterface
public interface RouteHandler {
    /// Plain blocking code; throws `Rejected` for the caller's mistakes.
    Answer handle(ApiRequest request) throws Exception;
}
