package dev.fairlead.dataplane.gateway;

import dev.fairlead.dataplane.addresses.Address;
import dev.fairlead.dataplane.addresses.EdgeQuestion;
import dev.fairlead.dataplane.addresses.HostFields;
import dev.fairlead.dataplane.addresses.Site;
import dev.fairlead.dataplane.addresses.WellKnown;
import dev.fairlead.dataplane.calls.EdgeLimits;
import dev.fairlead.dataplane.http.BlockingBridge;
import dev.fairlead.dataplane.proxy.Forwarder;
import dev.fairlead.dataplane.wire.HostField;
import dev.fairlead.dataplane.wire.RequestTarget;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.ids.RequestId;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

import java.util.Optional;

/// Sends each request where it belongs: health, the API and pages on the apex host, a service
/// otherwise. One per event loop.
final class Edge {
    private static final Buffer OK = Buffer.buffer("ok\n");

    private final Gateway gateway;
    private final BlockingBridge apex;
    private final Context context;
    private final Admittance admittance;
    private final Passage passage;
    private final HostFields hosts = new HostFields();

    Edge(Gateway gateway, BlockingBridge apex, Context context, Forwarder forwarder) {
        this.gateway = gateway;
        this.apex = apex;
        this.context = context;
        this.admittance = new Admittance(gateway, context, forwarder);
        this.passage = new Passage(gateway, admittance);
    }

    void handle(HttpServerRequest request) {
        Optional<HostField> host = hosts.of(request);
        if (host.isEmpty()) {
            malformed(request, "name one valid host");
            return;
        }
        String named = request.getHeader("host");
        Optional<RequestTarget> target =
                RequestTarget.of(request.uri(), named == null ? "" : named);
        if (target.isEmpty() || request.method().equals(HttpMethod.CONNECT)) {
            malformed(
                    request,
                    "the target must be a path that starts with '/', without '.' and '..'");
            return;
        }
        route(request, host.get(), target.get());
    }

    /// Whoever sends this cannot be relied upon to end it where we think it ends.
    private void malformed(HttpServerRequest request, String detail) {
        boolean one = request.version() != HttpVersion.HTTP_2;
        if (one) {
            request.response().putHeader("connection", "close");
            request.response()
                    .bodyEndHandler(_ -> context.runOnContext(_ -> request.connection().close()));
        }
        admittance.refuseUnread(request, ErrorCode.INVALID_REQUEST, detail);
    }

    private void route(HttpServerRequest request, HostField host, RequestTarget target) {
        String path = target.path();
        Site site = Site.of(host, gateway.hosts(), gateway.settings().apex(), gateway.hosting());
        if (site instanceof Site.Hosted hosted) {
            passage.enter(
                    Arrival.of(request, context, host, target, gateway.settings().proxies()),
                    hosted);
            return;
        }
        if (site instanceof Site.Unknown(String name)
                && WellKnown.answer(request, name, path, gateway.hosts())) {
            return;
        }
        if (path.equals("/healthz") && read(request.method())) {
            request.response().putHeader("content-type", "text/plain").end(OK);
            return;
        }
        if (site instanceof Site.Ours && asked(request, path)) {
            return;
        }
        if (gateway.draining()) {
            admittance.refuseUnread(
                    request, ErrorCode.DRAINING, "the server is stopping; try again");
            return;
        }
        if (site instanceof Site.Unknown) {
            admittance.refuseUnread(
                    request,
                    ErrorCode.DOMAIN_UNKNOWN,
                    "this name is not proven here; `fairlead domains list` shows what it waits for,"
                            + " and an operator names the server's own in FAIRLEAD_PUBLIC_URL");
            return;
        }
        Optional<Address> address = Address.ofPath(path);
        if (address.isEmpty()) {
            address = Address.ofHost(host.name(), gateway.settings().apex(), path);
        }
        Arrival arrival = Arrival.of(request, context, host, target, gateway.settings().proxies());
        EdgeLimits.Verdict verdict = gateway.invocations().limits().arrive(arrival.client());
        if (verdict.refused().isPresent()) {
            admittance.limited(arrival, verdict);
        } else if (address.isEmpty()) {
            apex.handle(
                    request,
                    context,
                    arrival.client(),
                    RequestId.next(gateway.invocations().clock()));
        } else {
            admittance.call(arrival, address.get());
        }
    }

    private boolean asked(HttpServerRequest request, String path) {
        return EdgeQuestion.answer(
                request, path, gateway.settings().proxies(), gateway.hosts(), gateway.hosting());
    }

    private static boolean read(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }
}
