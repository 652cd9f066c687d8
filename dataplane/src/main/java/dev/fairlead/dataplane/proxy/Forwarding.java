package dev.fairlead.dataplane.proxy;

import dev.fairlead.dataplane.answers.AnswerTap;
import dev.fairlead.dataplane.clients.Client;
import dev.fairlead.dataplane.inflight.Era;
import dev.fairlead.dataplane.upstream.LiveTarget;
import dev.fairlead.dataplane.upstream.Upstream;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

import java.util.Optional;
import java.util.Set;

/// A request that was let in, and what it becomes: `target` is the path and the query that the
/// upstream is asked, `host` what the client asked for. A body was read before (`held`), is still
/// to come and has at most `mostBytes`, or is not there. A `tap` has a say in the answer. A place
/// at `first` was taken for it already.
public record Forwarding(
        HttpServerRequest request,
        Upstream upstream,
        Optional<LiveTarget> first,
        Era era,
        String target,
        String host,
        Client client,
        Optional<String> caller,
        String requestId,
        boolean bodiless,
        Optional<Buffer> held,
        long mostBytes,
        Optional<AnswerTap> tap) {
    private static final Set<String> IDEMPOTENT =
            Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    /// Whether it may be done twice (RFC 9110, section 9.2.2).
    boolean repeatable() {
        return IDEMPOTENT.contains(request.method().name());
    }

    /// Whether the body is still to come.
    boolean streams() {
        return !bodiless && held.isEmpty();
    }
}
