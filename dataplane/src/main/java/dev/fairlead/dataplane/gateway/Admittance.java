package dev.fairlead.dataplane.gateway;

import dev.fairlead.dataplane.access.BasicCredential;
import dev.fairlead.dataplane.access.BasicDoor;
import dev.fairlead.dataplane.access.Door;
import dev.fairlead.dataplane.access.Question;
import dev.fairlead.dataplane.access.Verdict;
import dev.fairlead.dataplane.addresses.Address;
import dev.fairlead.dataplane.answers.AnswerSteps;
import dev.fairlead.dataplane.answers.HeldAnswers;
import dev.fairlead.dataplane.answers.HttpSink;
import dev.fairlead.dataplane.calls.EdgeLimits;
import dev.fairlead.dataplane.calls.GuestHeaders;
import dev.fairlead.dataplane.http.Problem;
import dev.fairlead.dataplane.proxy.Forwarder;
import dev.fairlead.dataplane.router.LiveService;
import dev.fairlead.dataplane.router.Router;
import dev.fairlead.dataplane.router.Target;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.dataplane.signing.Signature;
import dev.fairlead.dataplane.signing.SignatureCheck;
import dev.fairlead.model.access.PasswordUsers;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.ExecutionId;
import dev.fairlead.model.ids.RequestId;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Lets requests in to services: whoever may call it, within its limits, to the version that is
/// picked for them; and says no to the others. One per event loop.
final class Admittance {
    private static final String BEARER = "Bearer ";
    private static final int MOST_CREDENTIAL = 8 << 10;
    private static final List<Header> ASKS_PASSWORD =
            List.of(
                    new Header(
                            "www-authenticate", "Basic realm=\"restricted\", charset=\"UTF-8\""));

    private final Gateway gateway;
    private final Router router;
    private final Clock clock;
    private final Context context;
    private final Forwarder forwarder;
    private final HeldAnswers held;

    Admittance(Gateway gateway, Context context, Forwarder forwarder) {
        this.gateway = gateway;
        this.router = gateway.invocations().router();
        this.clock = gateway.invocations().clock();
        this.context = context;
        this.forwarder = forwarder;
        this.held = new HeldAnswers(context);
    }

    /// Calls what stands at an address.
    void call(Arrival arrival, Address address) {
        call(arrival, address, router.find(address.project(), address.service()));
    }

    void call(Arrival arrival, Address address, Optional<LiveService> service) {
        if (service.isEmpty() || !service.get().has(address.label())) {
            notThere(arrival);
            return;
        }
        switch (service.get().entry().settings().access()) {
            case PUBLIC -> enter(arrival, service.get(), address);
            case PRIVATE -> notThere(arrival);
            case AUTHENTICATED -> authenticate(arrival, service.get(), address);
            case SIGNED -> checkSignature(arrival, service.get(), address);
            case PASSWORD ->
                    askPassword(
                            arrival,
                            service.get().entry().settings().users(),
                            name -> enter(arrival.by(name), service.get(), address));
        }
    }

    /// Goes on by `entered`, with their name, for one of these who shows a password (RFC 7617).
    void askPassword(Arrival arrival, PasswordUsers users, Consumer<String> entered) {
        BasicDoor door = gateway.passwords();
        Optional<BasicCredential> shown = BasicCredential.read(arrival.header("authorization"));
        String network = arrival.client().network();
        Optional<BasicDoor.Outcome> known = door.known(shown, network, users);
        if (known.isPresent()) {
            decided(known.get(), arrival, entered);
            return;
        }
        arrival.request().pause();
        door.ask(
                shown.orElseThrow(),
                network,
                users,
                outcome ->
                        context.runOnContext(_ -> {
                            if (!arrival.request().response().closed()) {
                                decided(outcome, arrival, entered);
                            }
                        }));
    }

    private void decided(BasicDoor.Outcome outcome, Arrival arrival, Consumer<String> entered) {
        switch (outcome) {
            case BasicDoor.Outcome.Entered(String name) -> entered.accept(name);
            case BasicDoor.Outcome.Unknown _ ->
                    refuse(
                            arrival,
                            ErrorCode.UNAUTHENTICATED,
                            "a name and password are needed here",
                            ASKS_PASSWORD,
                            Duration.ZERO);
            case BasicDoor.Outcome.TooOften(Duration retryAfter) -> {
                long seconds = EdgeLimits.seconds(retryAfter);
                refuse(
                        arrival,
                        ErrorCode.RATE_LIMITED,
                        "too many passwords were wrong; come again in " + seconds + " s",
                        List.of(),
                        Duration.ofSeconds(seconds));
            }
            case BasicDoor.Outcome.Busy _ ->
                    refuse(
                            arrival,
                            ErrorCode.ACCESS_UNDECIDED,
                            "too many passwords are being checked; try again",
                            List.of(),
                            Duration.ofSeconds(1));
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
            refuse(arrival, e.code(), e.detail(), SignedBody.CHALLENGE, Duration.ZERO);
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
                            arrival,
                            ErrorCode.FORBIDDEN,
                            "this credential may not call this function");
            case Verdict.Hidden _ -> notThere(arrival);
            case Verdict.Unavailable _ ->
                    refuse(
                            arrival,
                            ErrorCode.ACCESS_UNDECIDED,
                            "who may call this function cannot be looked up; try again",
                            List.of(),
                            Duration.ofSeconds(1));
        }
    }

    private void challenge(Arrival arrival, String why) {
        refuse(
                arrival,
                ErrorCode.UNAUTHENTICATED,
                "send `Authorization: Bearer` with a key or token that may call this function",
                List.of(new Header("www-authenticate", "Bearer realm=\"fairlead\"" + why)),
                Duration.ZERO);
    }

    private void notThere(Arrival arrival) {
        refuse(
                arrival,
                ErrorCode.SERVICE_NOT_FOUND,
                "nothing is deployed at this address; `fairlead list` shows what is");
    }

    private void enter(Arrival arrival, LiveService service, Address address) {
        EdgeLimits.Verdict verdict = gateway.invocations().limits().call(service, arrival.who());
        if (verdict.refused().isPresent()) {
            limited(arrival, verdict);
            return;
        }
        // An answer that varies by it varies by who it is, not by who somebody says.
        arrival.caller().ifPresent(id -> arrival.request().headers().set(GuestHeaders.CALLER, id));
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
                        held,
                        arrival.steps());
        sink.also(verdict.headers());
        target.get().cookie().ifPresent(c -> sink.alsoMore(List.of(new Header("set-cookie", c))));
        var destination = new Destination(service, target.get(), address);
        new HttpCall(gateway, forwarder, arrival, destination, id, sink).begin();
    }

    /// Of an arrival that is one too many.
    void limited(Arrival arrival, EdgeLimits.Verdict verdict) {
        EdgeLimits.Refused refused = verdict.refused().orElseThrow();
        long seconds = Math.max(1, refused.retryAfter());
        String why =
                refused.code() == ErrorCode.QUOTA_EXCEEDED
                        ? "the requests of this month are used up; "
                        : "";
        refuse(
                arrival,
                refused.code(),
                why + "come again in " + seconds + " s",
                verdict.headers(),
                Duration.ofSeconds(seconds));
    }

    void refuse(Arrival arrival, ErrorCode code, String detail) {
        refuse(arrival, code, detail, List.of(), Duration.ZERO);
    }

    void refuse(
            Arrival arrival,
            ErrorCode code,
            String detail,
            List<Header> also,
            Duration retryAfter) {
        refuse(arrival.request(), arrival.steps(), new Problem(code, detail, ""), also, retryAfter);
    }

    /// Of a request of which nothing is known.
    void refuseUnread(HttpServerRequest request, ErrorCode code, String detail) {
        refuse(request, AnswerSteps.NONE, new Problem(code, detail, ""), List.of(), Duration.ZERO);
    }

    private void refuse(
            HttpServerRequest request,
            AnswerSteps steps,
            Problem problem,
            List<Header> also,
            Duration retryAfter) {
        var id = RequestId.next(clock);
        var sink = new HttpSink(request, context, "", id, held, steps);
        sink.also(also);
        request.resume();
        sink.send(new Problem(problem.code(), problem.detail(), id.toString()), "", retryAfter);
    }

    /// Answers by ourselves.
    void answer(Arrival arrival, int status, List<Header> fields, byte[] body) {
        arrival.request().resume();
        new HttpSink(arrival.request(), context, "", RequestId.next(clock), held, arrival.steps())
                .answer(status, fields, body);
    }
}
