package dev.fairlead.dataplane.gateway;

import dev.fairlead.dataplane.access.Door;
import dev.fairlead.dataplane.access.Question;
import dev.fairlead.dataplane.access.Verdict;
import dev.fairlead.dataplane.calls.EdgeLimits;
import dev.fairlead.dataplane.hosts.HostedDomain;
import dev.fairlead.dataplane.http.BlockingBridge;
import dev.fairlead.dataplane.http.Problem;
import dev.fairlead.dataplane.proxy.Forwarder;
import dev.fairlead.dataplane.router.LiveService;
import dev.fairlead.dataplane.router.RoutedService;
import dev.fairlead.dataplane.router.Router;
import dev.fairlead.dataplane.router.Target;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.dataplane.signing.Signature;
import dev.fairlead.dataplane.signing.SignatureCheck;
import dev.fairlead.dataplane.wire.HostField;
import dev.fairlead.dataplane.wire.RequestTarget;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.ExecutionId;
import dev.fairlead.model.ids.RequestId;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Sends each request where it belongs: health, the API and pages on the apex host, a service
/// otherwise. One per event loop.
final class Edge {
    private static final String BEARER = "Bearer ";
    private static final int MOST_CREDENTIAL = 8 << 10;
    private static final int PERMANENT_REDIRECT = 308;
    private static final Buffer OK = Buffer.buffer("ok\n");

    private final Gateway gateway;
    private final Router router;
    private final BlockingBridge apex;
    private final Clock clock;
    private final Context context;
    private final Forwarder forwarder;
    private final HeldAnswers held;
    private final HostFields hosts = new HostFields();

    Edge(Gateway gateway, BlockingBridge apex, Context context, Forwarder forwarder) {
        this.gateway = gateway;
        this.router = gateway.invocations().router();
        this.apex = apex;
        this.clock = gateway.invocations().clock();
        this.context = context;
        this.forwarder = forwarder;
        this.held = new HeldAnswers(context);
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
        refuse(request, ErrorCode.INVALID_REQUEST, detail);
    }

    private void route(HttpServerRequest request, HostField host, RequestTarget target) {
        String path = target.path();
        Site site = Site.of(host, gateway.hosts(), gateway.settings().apex(), gateway.hosting());
        if (site instanceof Site.Hosted hosted) {
            hosted(
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
        if (gateway.draining()) {
            refuse(request, ErrorCode.DRAINING, "the server is stopping; try again");
            return;
        }
        if (site instanceof Site.Unknown) {
            refuse(
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
            limited(request, verdict);
        } else if (address.isEmpty()) {
            apex.handle(request, context, arrival.client(), RequestId.next(clock));
        } else {
            call(arrival, address.get());
        }
    }

    /// At a proven domain every path is its own, `/healthz` and `/fn` too.
    private void hosted(Arrival arrival, Site.Hosted site) {
        HttpServerRequest request = arrival.request();
        String path = arrival.target().path();
        if (WellKnown.answer(request, site.host(), path, gateway.hosts())) {
            return;
        }
        if (gateway.draining()) {
            refuse(request, ErrorCode.DRAINING, "the server is stopping; try again");
            return;
        }
        EdgeLimits.Verdict verdict = gateway.invocations().limits().arrive(arrival.client());
        if (verdict.refused().isPresent()) {
            limited(request, verdict);
            return;
        }
        HostedDomain domain = site.domain();
        if (arrival.client().secure()) {
            domain.hsts()
                    .ifPresent(value ->
                            request.response().putHeader("strict-transport-security", value));
        } else if (domain.redirectToHttps()) {
            redirectToHttps(arrival, site.host());
            return;
        }
        Optional<LiveService> service = domain.lead().flatMap(lead -> router.find(lead.service()));
        if (service.isEmpty()) {
            refuse(request, ErrorCode.NO_ROUTE, "this domain leads nowhere yet");
            return;
        }
        RoutedService entry = service.get().entry();
        call(
                arrival,
                new Address(
                        entry.project().text(),
                        entry.name().text(),
                        domain.lead().orElseThrow().alias().text(),
                        path));
    }

    private void redirectToHttps(Arrival arrival, String host) {
        RequestTarget target = arrival.target();
        String query = target.query().isEmpty() ? "" : "?" + target.query();
        arrival.request()
                .response()
                .setStatusCode(PERMANENT_REDIRECT)
                .putHeader(
                        "location",
                        "https://" + host + gateway.hosting().portSuffix() + target.path() + query)
                .end();
    }

    private static boolean read(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    private void call(Arrival arrival, Address address) {
        Optional<LiveService> service = router.find(address.project(), address.service());
        if (service.isEmpty() || !service.get().has(address.label())) {
            notThere(arrival);
            return;
        }
        switch (service.get().entry().settings().access()) {
            case PUBLIC -> enter(arrival, service.get(), address);
            case PRIVATE -> notThere(arrival);
            case AUTHENTICATED -> authenticate(arrival, service.get(), address);
            case SIGNED -> checkSignature(arrival, service.get(), address);
        }
    }

    /// Of its head; the body and the nonce follow when it was read.
    private void checkSignature(Arrival arrival, LiveService service, Address address) {
        Signature signature;
        try {
            signature =
                    SignatureCheck.check(
                            new ArrivedMessage(arrival),
                            service.entry().secrets(),
                            service.entry().settings().signedHeaders(),
                            clock.instant());
        } catch (Rejected e) {
            refuse(arrival.request(), e.code(), e.detail(), SignedBody.CHALLENGE, Duration.ZERO);
            return;
        }
        enter(arrival.by(signature), service, address);
    }

    private void authenticate(Arrival arrival, LiveService service, Address address) {
        Optional<String> bearer = bearer(arrival.request());
        if (bearer.isEmpty()) {
            challenge(arrival, "");
            return;
        }
        var question =
                new Question(
                        service.entry().id(),
                        service.entry().organization(),
                        bearer.get(),
                        arrival.client().address());
        Door door = gateway.invocations().door();
        Optional<Verdict> known = door.known(question);
        if (known.isPresent()) {
            decided(known.get(), arrival, service, address);
            return;
        }
        arrival.request().pause();
        door.ask(
                question,
                verdict ->
                        context.runOnContext(_ -> {
                            if (!arrival.request().response().closed()) {
                                decided(verdict, arrival, service, address);
                            }
                        }));
    }

    private static Optional<String> bearer(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader("authorization"))
                .filter(header -> header.length() <= MOST_CREDENTIAL)
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()).strip());
    }

    private void decided(Verdict verdict, Arrival arrival, LiveService service, Address address) {
        switch (verdict) {
            case Verdict.Allowed(String callerId) -> enter(arrival.by(callerId), service, address);
            case Verdict.Unauthenticated _ -> challenge(arrival, ", error=\"invalid_token\"");
            case Verdict.Forbidden _ ->
                    refuse(
                            arrival.request(),
                            ErrorCode.FORBIDDEN,
                            "this credential may not call this function");
            case Verdict.Hidden _ -> notThere(arrival);
            case Verdict.Unavailable _ ->
                    refuse(
                            arrival.request(),
                            ErrorCode.ACCESS_UNDECIDED,
                            "who may call this function cannot be looked up; try again",
                            List.of(),
                            Duration.ofSeconds(1));
        }
    }

    private void challenge(Arrival arrival, String why) {
        refuse(
                arrival.request(),
                ErrorCode.UNAUTHENTICATED,
                "send `Authorization: Bearer` with a key or token that may call this function",
                List.of(new Header("www-authenticate", "Bearer realm=\"fairlead\"" + why)),
                Duration.ZERO);
    }

    private void notThere(Arrival arrival) {
        refuse(
                arrival.request(),
                ErrorCode.SERVICE_NOT_FOUND,
                "nothing is deployed at this address; `fairlead list` shows what is");
    }

    private void enter(Arrival arrival, LiveService service, Address address) {
        EdgeLimits.Verdict verdict = gateway.invocations().limits().call(service, arrival.who());
        if (verdict.refused().isPresent()) {
            limited(arrival.request(), verdict);
            return;
        }
        Optional<Target> target = service.target(address.label(), arrival);
        if (target.isEmpty()) {
            notThere(arrival);
            return;
        }
        var id = ExecutionId.next(clock);
        var sink =
                new HttpSink(
                        arrival.request(),
                        context,
                        arrival.target().path(),
                        new RequestId(id.value()),
                        held);
        sink.also(verdict.headers());
        target.get().cookie().ifPresent(c -> sink.alsoMore(List.of(new Header("set-cookie", c))));
        var destination = new Destination(service, target.get(), address);
        new HttpCall(gateway, forwarder, arrival, destination, id, sink).begin();
    }

    private void limited(HttpServerRequest request, EdgeLimits.Verdict verdict) {
        EdgeLimits.Refused refused = verdict.refused().orElseThrow();
        long seconds = Math.max(1, refused.retryAfter());
        String why =
                refused.code() == ErrorCode.QUOTA_EXCEEDED
                        ? "the requests of this month are used up; "
                        : "";
        refuse(
                request,
                refused.code(),
                why + "come again in " + seconds + " s",
                verdict.headers(),
                Duration.ofSeconds(seconds));
    }

    private void refuse(HttpServerRequest request, ErrorCode code, String detail) {
        refuse(request, code, detail, List.of(), Duration.ZERO);
    }

    private void refuse(
            HttpServerRequest request,
            ErrorCode code,
            String detail,
            List<Header> also,
            Duration retryAfter) {
        var id = RequestId.next(clock);
        var sink = new HttpSink(request, context, "", id, held);
        sink.also(also);
        request.resume();
        sink.send(new Problem(code, detail, id.toString()), "", retryAfter);
    }
}
