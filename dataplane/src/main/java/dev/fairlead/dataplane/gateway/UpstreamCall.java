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
final class UpstreamCall implements Admission.Waiter, ForwardingEvents {
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
    private Runnable leave = () -> {};
    private Runnable stopWaiting = () -> {};
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
        phase = Phase.QUEUED;
        switch (service.admission().enter(this)) {
            case ADMITTED -> begin();
            case QUEUED ->
                    gateway.vertx()
                            .setTimer(
                                    Math.max(1, service.entry().limits().queueTimeout().toMillis()),
                                    _ -> queueTimedOut());
            case FULL ->
                    refuse(
                            ErrorCode.AT_CAPACITY,
                            "'"
                                    + service.entry().name()
                                    + "' is at its limit and its queue is full",
                            service.admission().retryAfter());
        }
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
        admitted = System.nanoTime();
        // Whoever waited goes where the alias leads now.
        Admission place = service.admission();
        LiveService now = gateway.invocations().router().find(service.entry().id()).orElse(service);
        Optional<Target> target =
                now.equals(service) ? Optional.of(picked) : now.target(address.label(), arrival);
        service = now;
        Optional<Upstream> upstream = target.flatMap(to -> to.backend().upstream());
        boolean over = upstream.filter(one -> one.ours() && one.closed()).isPresent();
        if (target.isEmpty() || upstream.isEmpty() || over) {
            place.release();
            refuse(
                    ErrorCode.SERVICE_NOT_FOUND,
                    "no version behind '" + address.label() + "'",
                    Duration.ZERO);
            return;
        }
        version = target.get().version();
        if (version != picked.version() && tap.isPresent()) {
            // It would be kept as the other version's answer.
            if (otherwise()) {
                place.release();
                phase = Phase.OVER;
                return;
            }
            tap = Optional.empty();
        }
        picked = target.get();
        tally = target.get().tally();
        if (target.get().backend() instanceof Backend.OfApp(App app)
                && upstream.get().targets().isEmpty()) {
            await(app);
        } else {
            phase = Phase.FORWARDED;
            Era era = target.get().inFlight().begin();
            request = forwarder.forward(forwarding(upstream.get(), era), this);
        }
    }

    /// No instance answers at the moment: the request is held until one does, here or at whatever
    /// the alias leads to by then.
    private void await(App app) {
        phase = Phase.WAITING;
        Upstream upstream = app.upstream();
        Runnable there = () -> arrival.context().runOnContext(_ -> found());
        leave =
                () -> {
                    upstream.forget(there);
                    service.admission().release();
                };
        long patience = service.entry().limits().queueTimeout().toNanos();
        long left = TimeUnit.NANOSECONDS.toMillis(entered + patience - System.nanoTime());
        long timer = gateway.vertx().setTimer(Math.max(1, left), _ -> nobodyCame());
        stopWaiting = () -> gateway.vertx().cancelTimer(timer);
        upstream.whenAny(there);
        app.wanted();
    }

    private void found() {
        if (phase == Phase.WAITING) {
            stopWaiting.run();
            phase = Phase.QUEUED;
            begin();
        }
    }

    private void nobodyCame() {
        if (phase == Phase.WAITING) {
            leave.run();
            refuse(
                    ErrorCode.NO_INSTANCE,
                    "no instance of '" + service.entry().name() + "' answered in time",
                    Duration.ofSeconds(1));
        }
    }

    private Forwarding forwarding(Upstream upstream, Era era) {
        String query = arrival.target().query();
        return new Forwarding(
                arrival.request(),
                upstream,
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
                stopWaiting.run();
                leave.run();
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
        service.admission().release();
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
