package dev.fairlead.dataplane.sockets;

import dev.fairlead.dataplane.answers.HttpSink;
import dev.fairlead.dataplane.router.LiveService;
import dev.fairlead.dataplane.router.Target;
import dev.fairlead.dataplane.runtime.GuestRequest;
import dev.fairlead.model.ids.ExecutionId;

import io.vertx.core.http.HttpServerRequest;

/// A handshake that was let in to a function: what came, as the function is told of it, and where
/// the answer goes.
public record Opening(
        HttpServerRequest request,
        Handshake handshake,
        LiveService service,
        Target target,
        ExecutionId id,
        GuestRequest asked,
        HttpSink sink) {}
