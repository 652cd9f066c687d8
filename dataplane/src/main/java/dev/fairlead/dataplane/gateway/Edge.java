package dev.fairlead.dataplane.gateway;

import dev.fairlead.dataplane.http.BlockingBridge;
import dev.fairlead.dataplane.http.Problem;
import dev.fairlead.dataplane.router.LiveService;
import dev.fairlead.dataplane.router.Router;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Access;
import dev.fairlead.model.ids.ExecutionId;
import dev.fairlead.model.ids.RequestId;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// Sends each request where it belongs: health, the API and pages on the apex host, a service
/// otherwise. One per event loop.
final class Edge {
    private static final Buffer OK = Buffer.buffer("ok\n");

    private final Gateway gateway;
    private final Router router;
    private final BlockingBridge apex;
    private final Clock clock;
    private final Context context;

    Edge(Gateway gateway, Router router, BlockingBridge apex, Clock clock, Context context) {
        this.gateway = gateway;
        this.router = router;
        this.apex = apex;
        this.clock = clock;
        this.context = context;
    }

    void handle(HttpServerRequest request) {
        String path = request.path();
        if (path == null || path.isEmpty() || path.charAt(0) != '/') {
            refuse(request, ErrorCode.INVALID_REQUEST, "the path must start with '/'");
            return;
        }
        if (path.equals("/healthz") && read(request.method())) {
            request.response().putHeader("content-type", "text/plain").end(OK);
            return;
        }
        if (gateway.draining()) {
            refuse(request, ErrorCode.DRAINING, "the server is stopping; try again");
            return;
        }
        Optional<Address> address = Address.ofPath(path);
        if (address.isEmpty()) {
            var authority = request.authority();
            address =
                    authority == null
                            ? Optional.empty()
                            : Address.ofHost(authority.host(), gateway.settings().apex(), path);
        }
        Arrival arrival = Arrival.of(request, context, gateway.settings().proxies());
        EdgeLimits.Verdict verdict = gateway.limits().arrive(arrival.client());
        if (verdict.retryAfter().isPresent()) {
            limited(request, verdict);
        } else if (address.isEmpty()) {
            apex.handle(request, context, arrival.client(), RequestId.next(clock));
        } else {
            call(arrival, address.get());
        }
    }

    private static boolean read(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    private void call(Arrival arrival, Address address) {
        Optional<LiveService> service = router.find(address.project(), address.service());
        if (service.isEmpty()
                || service.get().entry().settings().access() == Access.PRIVATE
                || service.get().target(address.alias()).isEmpty()) {
            refuse(
                    arrival.request(),
                    ErrorCode.SERVICE_NOT_FOUND,
                    "nothing is deployed at this address; `fairlead list` shows what is");
            return;
        }
        EdgeLimits.Verdict verdict = gateway.limits().call(service.get(), arrival.client());
        if (verdict.retryAfter().isPresent()) {
            limited(arrival.request(), verdict);
            return;
        }
        var id = ExecutionId.next(clock);
        var sink = new HttpSink(arrival.request(), context, new RequestId(id.value()));
        sink.also(verdict.headers());
        new HttpCall(gateway, arrival, service.get(), address, id, sink, clock).begin();
    }

    private void limited(HttpServerRequest request, EdgeLimits.Verdict verdict) {
        var id = RequestId.next(clock);
        var sink = new HttpSink(request, context, id);
        sink.also(verdict.headers());
        long seconds = EdgeLimits.seconds(verdict.retryAfter().orElse(Duration.ZERO));
        sink.send(
                new Problem(
                        ErrorCode.RATE_LIMITED, "come again in " + seconds + " s", id.toString()),
                "",
                Duration.ofSeconds(Math.max(1, seconds)));
    }

    private void refuse(HttpServerRequest request, ErrorCode code, String detail) {
        var id = RequestId.next(clock);
        new HttpSink(request, context, id)
                .send(new Problem(code, detail, id.toString()), "", Duration.ZERO);
    }
}
