package dev.fairlead.dataplane.gateway;

import dev.fairlead.dataplane.addresses.Address;
import dev.fairlead.dataplane.addresses.HostFields;
import dev.fairlead.dataplane.answers.AnswerTap;
import dev.fairlead.dataplane.answers.HttpSink;
import dev.fairlead.dataplane.answers.Recoding;
import dev.fairlead.dataplane.apps.App;
import dev.fairlead.dataplane.calls.CallSink.Refusal;
import dev.fairlead.dataplane.calls.ServerTiming;
import dev.fairlead.dataplane.http.Problem;
import dev.fairlead.dataplane.inflight.Ending;
import dev.fairlead.dataplane.inflight.Era;
import dev.fairlead.dataplane.proxy.ForwardedRequest;
import dev.fairlead.dataplane.proxy.Forwarder;
import dev.fairlead.dataplane.proxy.Forwarding;
import dev.fairlead.dataplane.proxy.ForwardingEvents;
import dev.fairlead.dataplane.router.Admission;
import dev.fairlead.dataplane.router.Backend;
import dev.fairlead.dataplane.router.LiveService;
import dev.fairlead.dataplane.router.Tally;
import dev.fairlead.dataplane.router.Target;
import dev.fairlead.dataplane.telemetry.Forwarded;
import dev.fairlead.dataplane.upstream.LiveTarget;
import dev.fairlead.dataplane.upstream.Places;
import dev.fairlead.dataplane.upstream.Upstream;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.ids.RequestId;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A request to a service that answers elsewhere, from the queue before it to the end of its
/// answer. Lives on the event loop of its request.
final class UpstreamCall implements Admission.Waiter, Places.Waiter, ForwardingEvents {
    /// How often a request is taken to another instance before its client is told.
    private static final int MOST_MOVES = 3;

    private enum Phase {
        NEW,
        QUEUED,
        WAITING,
        FORWARDED,
        OVER
    }

    private final Gateway gateway;
    private final Forwarder forwarder;
    private final Arrival arrival;
    private final Address address;
    private Target picked;
    private final RequestId id;
    private final HttpSink sink;
    private final boolean bodiless;
    private final Optional<Buffer> held;
    private Optional<AnswerTap> tap;
    private final Instant startedAt;
    private final long entered = System.nanoTime();
    private LiveService service;
    private Phase phase = Phase.NEW;
    private @Nullable ForwardedRequest request;
    private @Nullable Admission place;
    private @Nullable Places waitsAt;
    private long timer = -1;
    private int moves;
    private int version;
    private Optional<Tally> tally = Optional.empty();
    private long admitted;
    private long firstByteNanos;

    UpstreamCall(
            Gateway gateway,
            Forwarder forwarder,
            Arrival arrival,
            Destination to,
            HttpSink sink,
            Body body,
            Optional<AnswerTap> tap) {
        this.gateway = gateway;
        this.forwarder = forwarder;
        this.arrival = arrival;
        this.service = to.service();
        this.address = to.address();
        this.picked = to.target();
        this.id = sink.id();
        this.sink = sink;
        this.bodiless = body.bodiless();
        this.held = body.held();
        this.tap = tap;
        this.startedAt = gateway.invocations().clock().instant();
    }

    /// What is known of a request's body: none, one that was read before, or one to come.
    record Body(boolean bodiless, Optional<Buffer> held) {}

    void enter() {
        if (picked.backend() instanceof Backend.OfApp(App app)) {
            phase = Phase.WAITING;
            seek(app);
            return;
        }
        phase = Phase.QUEUED;
        switch (service.admission().enter(this)) {
            case ADMITTED -> begin();
            case QUEUED ->
                    gateway.vertx()
                            .setTimer(
                                    Math.max(1, service.entry().limits().queueTimeout().toMillis()),
                                    _ -> queueTimedOut());
            case FULL -> full(service.admission().retryAfter());
        }
    }

    private void full(Duration retryAfter) {
        refuse(
                ErrorCode.AT_CAPACITY,
                "'" + service.entry().name() + "' is at its limit and its queue is full",
                retryAfter);
    }

    private void queueTimedOut() {
        if (phase == Phase.QUEUED && service.admission().leave(this)) {
            refuse(
                    ErrorCode.QUEUE_TIMEOUT,
                    "no place became free in " + service.entry().limits().queueTimeout(),
                    service.admission().retryAfter());
        }
    }

    private void refuse(ErrorCode code, String detail, Duration retryAfter) {
        phase = Phase.OVER;
        gateway.vertx().cancelTimer(timer);
        if (otherwise()) {
            return;
        }
        sink.refused(
                new Refusal(code, detail, retryAfter),
                ServerTiming.of(System.nanoTime() - entered, 0, 0));
    }

    private boolean otherwise() {
        return tap.isPresent() && tap.get().unanswered();
    }

    /// By whoever gave its place back, on any thread.
    @Override
    public void admitted() {
        arrival.context().runOnContext(_ -> begin());
    }

    private void begin() {
        if (phase != Phase.QUEUED) {
            service.admission().release();
            return;
        }
        place = service.admission();
        if (turn()) {
            picked.backend().upstream().ifPresent(there -> forward(there, Optional.empty()));
        } else {
            place.release();
        }
    }

    /// Whoever waited goes where the alias leads now. False where it leads nowhere, or where this
    /// is over by that.
    private boolean turn() {
        LiveService now = gateway.invocations().router().find(service.entry().id()).orElse(service);
        Optional<Target> target =
                now.equals(service) ? Optional.of(picked) : now.target(address.label(), arrival);
        service = now;
        if (target.flatMap(to -> to.backend().upstream()).isEmpty()) {
            refuse(
                    ErrorCode.SERVICE_NOT_FOUND,
                    "no version behind '" + address.label() + "'",
                    Duration.ZERO);
            return false;
        }
        if (target.get().version() != picked.version() && tap.isPresent()) {
            // It would be kept as the other version's answer.
            if (otherwise()) {
                phase = Phase.OVER;
                gateway.vertx().cancelTimer(timer);
                return false;
            }
            tap = Optional.empty();
        }
        picked = target.get();
        return true;
    }

    private void forward(Upstream upstream, Optional<LiveTarget> at) {
        gateway.vertx().cancelTimer(timer);
        timer = -1;
        phase = Phase.FORWARDED;
        admitted = System.nanoTime();
        version = picked.version();
        tally = picked.tally();
        Era era = picked.inFlight().begin();
        request = forwarder.forward(forwarding(upstream, at, era), this);
    }

    /// Waits for a place at an instance of an app, however long it takes for one to start.
    private void seek(App app) {
        Upstream upstream = app.upstream();
        Places places = upstream.places().orElseThrow();
        waitsAt = places;
        switch (places.enter(this)) {
            case Places.Admitted(LiveTarget at) -> forward(upstream, Optional.of(at));
            case Places.Other.QUEUED -> {
                if (timer < 0) {
                    long patience = service.entry().limits().queueTimeout().toNanos();
                    long left = entered + patience - System.nanoTime();
                    timer =
                            gateway.vertx()
                                    .setTimer(
                                            Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)),
                                            _ -> nobodyCame());
                }
                app.needed();
            }
            case Places.Other.FULL -> full(places.retryAfter());
            case Places.Other.CLOSED ->
                    sentBack(
                            ErrorCode.UPSTREAM_UNREACHABLE, "its version gives way to another one");
        }
    }

    @Override
    public void admitted(LiveTarget at) {
        arrival.context()
                .runOnContext(_ -> {
                    if (phase == Phase.WAITING) {
                        forward(at.upstream(), Optional.of(at));
                    } else {
                        at.ended();
                    }
                });
    }

    @Override
    public void sentAway() {
        arrival.context().runOnContext(_ -> elsewhere());
    }

    @Override
    public void sentBack(ErrorCode code, String detail) {
        phase = Phase.WAITING;
        if (moves++ < MOST_MOVES) {
            sentAway();
        } else {
            refuse(code, detail, Duration.ofSeconds(1));
        }
    }

    /// On to an instance of whatever the alias leads to by now.
    private void elsewhere() {
        if (phase == Phase.WAITING
                && turn()
                && picked.backend() instanceof Backend.OfApp(App app)) {
            seek(app);
        }
    }

    private void nobodyCame() {
        timer = -1;
        if (phase != Phase.WAITING || waitsAt == null || !waitsAt.leave(this)) {
            return;
        }
        String name = service.entry().name().text();
        boolean none =
                picked.backend().upstream().stream().allMatch(one -> one.targets().isEmpty());
        if (none) {
            refuse(
                    ErrorCode.NO_INSTANCE,
                    "no instance of '" + name + "' answered in time",
                    Duration.ofSeconds(1));
        } else {
            refuse(
                    ErrorCode.QUEUE_TIMEOUT,
                    "no place became free in " + service.entry().limits().queueTimeout(),
                    waitsAt.retryAfter());
        }
    }

    private Forwarding forwarding(Upstream upstream, Optional<LiveTarget> at, Era era) {
        String query = arrival.target().query();
        return new Forwarding(
                arrival.request(),
                upstream,
                at,
                era,
                query.isEmpty() ? address.path() : address.path() + '?' + query,
                arrival.host().equals(HostFields.NONE) ? "" : arrival.host().text(),
                arrival.client(),
                arrival.caller(),
                id.toString(),
                bodiless,
                held,
                service.entry().limits().maxRequestBytes(),
                tap);
    }

    void clientGone() {
        switch (phase) {
            case QUEUED -> {
                if (service.admission().leave(this)) {
                    phase = Phase.OVER;
                    tap.ifPresent(one -> one.end(false));
                }
            }
            case WAITING -> {
                phase = Phase.OVER;
                gateway.vertx().cancelTimer(timer);
                if (waitsAt != null) {
                    waitsAt.leave(this);
                }
                tap.ifPresent(one -> one.end(false));
            }
            case FORWARDED -> {
                if (request != null) {
                    request.clientGone();
                }
            }
            case NEW, OVER -> {}
        }
    }

    @Override
    public Optional<Recoding> answering(
            MultiMap head, int status, long connectNanos, long answerNanos) {
        firstByteNanos = connectNanos + answerNanos;
        return sink.dress(
                head,
                status,
                ServerTiming.forwarded(admitted - entered, connectNanos, answerNanos));
    }

    @Override
    public void unanswered(ErrorCode code, String detail, Duration retryAfter) {
        if (otherwise()) {
            return;
        }
        var problem = new Problem(code, detail, id.toString());
        sink.send(problem, ServerTiming.of(admitted - entered, 0, 0), retryAfter);
    }

    @Override
    public void ended(Ending how, int status, boolean socket, long received, long sent) {
        phase = Phase.OVER;
        if (place != null) {
            place.release();
        }
        long now = System.nanoTime();
        if (how != Ending.CLIENT_GONE) {
            int counted = status == 0 ? ErrorCode.UPSTREAM_FAILED.status() : status;
            tally.ifPresent(one -> one.ended(counted, now - admitted));
        }
        gateway.forwardedListener()
                .forwarded(
                        new Forwarded(
                                id,
                                service.entry().organization(),
                                service.entry().id(),
                                version,
                                startedAt,
                                Duration.ofNanos(admitted - entered),
                                Duration.ofNanos(firstByteNanos),
                                Duration.ofNanos(now - entered),
                                status,
                                how,
                                socket,
                                received,
                                sent));
    }
}
