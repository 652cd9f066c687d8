package dev.fairlead.controlplane.api.routes;

import java.util.Optional;

/// Finds the caller behind a bearer token.
@FunctionalInterface
public interface Authorizer {
    /// Empty when nobody has this token, or no longer.
    Optional<Caller> caller(String token);
}
