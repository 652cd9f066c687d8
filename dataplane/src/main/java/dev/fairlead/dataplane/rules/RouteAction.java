package dev.fairlead.dataplane.rules;

import java.util.Optional;

/// What becomes of a request.
public sealed interface RouteAction {
    /// A service answers it, asked by another path where that is rewritten.
    record Serve(Lead lead, Optional<Template> rewrite) implements RouteAction {}

    /// The client is sent elsewhere.
    record Redirect(int status, Template location) implements RouteAction {}

    /// The route answers by itself.
    record Respond(int status, String contentType, String body) implements RouteAction {}
}
