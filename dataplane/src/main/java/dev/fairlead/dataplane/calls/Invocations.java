package dev.fairlead.dataplane.calls;

import dev.fairlead.dataplane.access.Door;
import dev.fairlead.dataplane.access.Gatekeeper;
import dev.fairlead.dataplane.router.Backend;
import dev.fairlead.dataplane.router.LiveService;
import dev.fairlead.dataplane.router.RoutedAlias;
import dev.fairlead.dataplane.router.Router;
import dev.fairlead.dataplane.router.Target;
import dev.fairlead.dataplane.router.Visitor;
import dev.fairlead.dataplane.runtime.Caller;
import dev.fairlead.dataplane.runtime.FunctionCalls.Answered;
import dev.fairlead.dataplane.runtime.FunctionCalls.Ask;
import dev.fairlead.dataplane.runtime.FunctionCalls.Called;
import dev.fairlead.dataplane.runtime.FunctionCalls.Failed;
import dev.fairlead.dataplane.runtime.GuestBody;
import dev.fairlead.dataplane.runtime.GuestRequest;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.dataplane.signing.NonceStore;
import dev.fairlead.dataplane.signing.Nonces;
import dev.fairlead.dataplane.telemetry.ExecutionListener;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.ids.ExecutionId;
import dev.fairlead.model.ids.RequestId;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What every call in this process needs, wherever it comes from; and calls from function to
/// function.
public final class Invocations {
    private static final int MOST_DEPTH = 8;

    private final Router router;
    private final EdgeLimits limits;
    private final Door door;
    private final Nonces nonces;
    private final ExecutionListener listener;
    private final CallsInFlight calls;
    private final Clock clock;

    public Invocations(
            Router router,
            EdgeLimits limits,
            Gatekeeper gatekeeper,
            NonceStore nonces,
            ExecutionListener listener,
            CallsInFlight calls,
            Clock clock) {
        this.router = router;
        this.limits = limits;
        this.door = new Door(gatekeeper);
        this.nonces = new Nonces(nonces);
        this.listener = calls.endedAfter(listener);
        this.calls = calls;
        this.clock = clock;
    }

    private Invocations(Invocations like, ExecutionListener listener) {
        this.router = like.router;
        this.limits = like.limits;
        this.door = like.door;
        this.nonces = like.nonces;
        this.listener = listener;
        this.calls = like.calls;
        this.clock = like.clock;
    }

    /// The same, where `waiting` hears of what ends, too, after everybody else did.
    Invocations alsoTelling(ExecutionListener waiting) {
        return new Invocations(
                this,
                execution -> {
                    listener.executed(execution);
                    waiting.executed(execution);
                });
    }

    public Router router() {
        return router;
    }

    public EdgeLimits limits() {
        return limits;
    }

    public Door door() {
        return door;
    }

    /// Of signed requests.
    public Nonces nonces() {
        return nonces;
    }

    ExecutionListener listener() {
        return listener;
    }

    public CallsInFlight calls() {
        return calls;
    }

    public Clock clock() {
        return clock;
    }

    /// Runs `ask` for the guest of `from`, on the thread that asks. It never waits in a queue:
    /// functions that wait for each other's places would wait for ever.
    Called call(Call from, Ask ask, Caller caller) {
        if (from.origin().depth() >= MOST_DEPTH) {
            return new Failed(
                    ErrorCode.CALL_TOO_DEEP,
                    "functions may call each other " + MOST_DEPTH + " deep");
        }
        Optional<LiveService> found = sibling(from.service(), ask.function());
        Optional<Target> target =
                found.flatMap(s -> s.target(live(from), Visitor.ANYBODY))
                        .filter(to -> to.backend() instanceof Backend.OfGuest);
        if (found.isEmpty() || target.isEmpty()) {
            return new Failed(
                    ErrorCode.SERVICE_NOT_FOUND,
                    "the project has no function '" + shown(ask.function()) + "' that answers");
        }
        LiveService service = found.get();
        Optional<EdgeLimits.Refused> refused = limits.call(service, from.service().id()).refused();
        if (refused.isPresent()) {
            return new Failed(refused.get().code(), "'" + ask.function() + "' is called too often");
        }
        return run(from, service, target.get(), ask, caller);
    }

    /// A function calls what its project has in the environment that it runs in itself.
    private static String live(Call from) {
        return RoutedAlias.label(from.target().alias().environment(), RoutedAlias.LIVE);
    }

    private Called run(Call from, LiveService service, Target target, Ask ask, Caller caller) {
        var body = new byte[ask.body().remaining()];
        ask.body().get(body);
        if (body.length > service.entry().limits().maxRequestBytes()) {
            return new Failed(
                    ErrorCode.BODY_TOO_LARGE,
                    "'" + ask.function() + "' takes no body of " + body.length + " bytes");
        }
        var id = ExecutionId.next(clock);
        var request =
                new GuestRequest(
                        ask.method(),
                        ask.path(),
                        ask.query(),
                        headers(from, ask),
                        GuestBody.of(body),
                        "",
                        "",
                        new RequestId(id.value()).toString(),
                        clock.instant());
        var sink = new MemorySink(from.service().entry().limits().maxRequestBytes());
        var call =
                new Call(
                        service,
                        target,
                        from.origin().callee(),
                        id,
                        request,
                        new Samples(service.entry().samples(), body),
                        sink,
                        this);
        calls.began(call);
        call.enterWithin(caller);
        return sink.failure()
                .<Called>map(failed -> failed)
                .orElseGet(() -> new Answered(sink.status(), sink.headers(), sink.body()));
    }

    /// Runs a copy of a request on another version where a place is free; nobody hears of it but
    /// the tally and the history.
    public void mirror(LiveService service, Target target, GuestRequest request, byte[] body) {
        if (!service.admission().tryEnter()) {
            return;
        }
        var id = ExecutionId.next(clock);
        var call =
                new Call(
                        service,
                        target,
                        Origin.MIRROR,
                        id,
                        request,
                        new Samples(service.entry().samples(), body),
                        new DiscardingSink(),
                        this);
        calls.began(call);
        call.admitted();
    }

    private Optional<LiveService> sibling(LiveService from, String name) {
        return router.find(from.entry().project().text(), name)
                .filter(s -> s.entry().organization().equals(from.entry().organization()));
    }

    private static List<Header> headers(Call from, Ask ask) {
        var headers = new ArrayList<Header>(ask.headers().size() + 1);
        for (Header header : ask.headers()) {
            if (!GuestHeaders.claimed(header.name())) {
                headers.add(header);
            }
        }
        headers.add(new Header(GuestHeaders.CALLER, from.service().id()));
        return headers;
    }

    private static String shown(String name) {
        String cut = name.length() > 80 ? name.substring(0, 80) : name;
        return cut.replaceAll("[^ -~]", "?");
    }
}
