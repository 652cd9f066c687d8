package dev.fairlead.dataplane.gateway;

import dev.fairlead.dataplane.addresses.HostFields;
import dev.fairlead.dataplane.answers.AnswerTap;
import dev.fairlead.dataplane.answers.HttpSink;
import dev.fairlead.dataplane.answers.TappedSink;
import dev.fairlead.dataplane.calls.Call;
import dev.fairlead.dataplane.calls.CallSink;
import dev.fairlead.dataplane.calls.GuestHeaders;
import dev.fairlead.dataplane.calls.Origin;
import dev.fairlead.dataplane.calls.Samples;
import dev.fairlead.dataplane.http.Problem;
import dev.fairlead.dataplane.http.RequestPipe;
import dev.fairlead.dataplane.proxy.Forwarder;
import dev.fairlead.dataplane.router.Backend;
import dev.fairlead.dataplane.router.LiveService;
import dev.fairlead.dataplane.router.Target;
import dev.fairlead.dataplane.runtime.GuestBody;
import dev.fairlead.dataplane.runtime.GuestRequest;
import dev.fairlead.dataplane.signing.Signature;
import dev.fairlead.dataplane.sites.LiveSite;
import dev.fairlead.dataplane.sockets.Handshake;
import dev.fairlead.dataplane.sockets.Opening;
import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.ids.ExecutionId;
import dev.fairlead.model.ids.RequestId;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// An HTTP request on its way into a call: takes in the body, then enters the queue. A body is held
/// whole unless it is large and the guest can read it as a stream. Lives on one event loop.
final class HttpCall {
    /// Of HTTP/2, where a length says otherwise if they have one.
    private static final Set<String> BODILESS = Set.of("GET", "HEAD", "OPTIONS", "DELETE");

    private static final int STREAM_FROM_BYTES = 256 << 10;

    private final Gateway gateway;
    private final Forwarder forwarder;
    private final Context context;
    private final HttpServerRequest request;
    private final Arrival arrival;
    private final LiveService service;
    private final Destination to;
    private final ExecutionId id;
    private final HttpSink sink;
    private final Instant receivedAt;
    private final long mostBytes;
    private Buffer collected = Buffer.buffer();
    private long silence = -1;
    private boolean refused;
    private @Nullable Call call;
    private @Nullable UpstreamCall forwarded;
    private @Nullable SignedBody signed;
    private @Nullable CachedCall cached;
    private Optional<AnswerTap> tap = Optional.empty();

    HttpCall(
            Gateway gateway,
            Forwarder forwarder,
            Arrival arrival,
            Destination to,
            ExecutionId id,
            HttpSink sink) {
        this.gateway = gateway;
        this.forwarder = forwarder;
        this.context = arrival.context();
        this.request = arrival.request();
        this.arrival = arrival;
        this.service = to.service();
        this.to = to;
        this.id = id;
        this.sink = sink;
        this.receivedAt = gateway.invocations().clock().instant();
        this.mostBytes = service.entry().limits().maxRequestBytes();
    }

    void begin() {
        request.response().closeHandler(_ -> clientGone()).exceptionHandler(_ -> clientGone());
        String length = request.getHeader("content-length");
        boolean bodiless = bodiless(length);
        if (!signed(bodiless)) {
            return;
        }
        if (signed == null && to.target().backend() instanceof Backend.OfSite(LiveSite site)) {
            request.resume();
            serve(site);
            return;
        }
        if (signed == null && bodiless && CachedCall.considers(request, to)) {
            request.resume();
            var asking = new CachedCall(gateway, arrival, to, sink, this::ask);
            cached = asking;
            asking.begin();
            return;
        }
        tap = CachedCall.watch(gateway, arrival, to);
        if (bodiless) {
            request.resume();
            prove(new byte[0]);
            return;
        }
        long announced = length == null ? -1 : parse(length);
        if (announced > mostBytes) {
            refuse(ErrorCode.BODY_TOO_LARGE, RequestPipe.tooLarge(mostBytes).detail());
            return;
        }
        if (signed == null && upstream()) {
            request.pause();
            forward(new UpstreamCall.Body(false, Optional.empty()));
            return;
        }
        continueIfAsked();
        boolean large = announced < 0 || announced > STREAM_FROM_BYTES;
        if (large && signed == null && streams()) {
            long patience = gateway.settings().bodySilence().toMillis();
            enter(new RequestPipe(request, context, announced, mostBytes, patience), null);
            return;
        }
        collect();
    }

    /// False where it was refused for what its signature leaves out.
    private boolean signed(boolean bodiless) {
        Optional<Signature> signature = arrival.signature();
        if (signature.isEmpty()) {
            return true;
        }
        try {
            signed =
                    new SignedBody(
                            signature.get(),
                            bodiless,
                            arrival,
                            service.entry().id(),
                            gateway.invocations().nonces());
            return true;
        } catch (Rejected e) {
            unproven(e);
            return false;
        }
    }

    private void unproven(Rejected why) {
        if (why.code().status() == ErrorCode.UNAUTHENTICATED.status()) {
            sink.alsoMore(SignedBody.CHALLENGE);
        }
        request.resume();
        refuse(why.code(), why.detail(), why.retryAfter().orElse(Duration.ZERO));
    }

    /// Enters where it is not signed, or what it signed is shown.
    private void prove(byte[] body) {
        GuestBody guestBody = body.length == 0 ? GuestBody.EMPTY : GuestBody.of(body);
        if (signed == null) {
            enter(guestBody, body);
            return;
        }
        signed.prove(refusal -> {
            if (refusal.isPresent()) {
                unproven(refusal.get());
            } else if (!refused) {
                enter(guestBody, body);
            }
        });
    }

    private boolean bodiless(@Nullable String length) {
        if (length != null) {
            return length.equals("0");
        }
        if (request.version() == HttpVersion.HTTP_2) {
            return request.isEnded() || BODILESS.contains(request.method().name());
        }
        return request.getHeader("transfer-encoding") == null;
    }

    private static long parse(String length) {
        try {
            return Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    /// The client waits to be told that its body is wanted.
    private void continueIfAsked() {
        String expect = request.getHeader("expect");
        if (expect != null && expect.equalsIgnoreCase("100-continue")) {
            request.response().writeContinue();
        }
    }

    private boolean upstream() {
        return to.target().backend().upstream().isPresent();
    }

    private void forward(UpstreamCall.Body body) {
        var entering = new UpstreamCall(gateway, forwarder, arrival, to, sink, body, tap);
        forwarded = entering;
        entering.enter();
    }

    private boolean streams() {
        GuestSpec spec =
                service.entry().versions().get(to.target().version()) instanceof GuestSpec guest
                        ? guest
                        : null;
        return spec != null && spec.abi() == Abi.COMMAND;
    }

    private void collect() {
        restartSilence();
        request.resume();
        request.handler(chunk -> {
            if (refused) {
                return;
            }
            if (collected.length() + (long) chunk.length() > mostBytes) {
                refuse(ErrorCode.BODY_TOO_LARGE, RequestPipe.tooLarge(mostBytes).detail());
                return;
            }
            collected.appendBuffer(chunk);
            if (signed != null) {
                signed.update(chunk.getBytes());
            }
            restartSilence();
        });
        request.endHandler(_ -> {
            stopSilence();
            if (!refused) {
                byte[] body = collected.getBytes();
                collected = Buffer.buffer();
                prove(body);
            }
        });
    }

    private void restartSilence() {
        stopSilence();
        long patience = gateway.settings().bodySilence().toMillis();
        silence =
                gateway.vertx()
                        .setTimer(
                                patience,
                                _ ->
                                        refuse(
                                                ErrorCode.REQUEST_TIMEOUT,
                                                "no byte of the body came for "
                                                        + patience
                                                        + " ms"));
    }

    private void stopSilence() {
        if (silence >= 0) {
            gateway.vertx().cancelTimer(silence);
            silence = -1;
        }
    }

    private void refuse(ErrorCode code, String detail) {
        refuse(code, detail, Duration.ZERO);
    }

    private void refuse(ErrorCode code, String detail, Duration retryAfter) {
        stopSilence();
        refused = true;
        collected = Buffer.buffer();
        var problem = new Problem(code, detail, new RequestId(id.value()).toString());
        sink.send(problem, "", retryAfter);
    }

    private void clientGone() {
        if (request.response().ended()) {
            return;
        }
        stopSilence();
        refused = true;
        sink.gone();
        if (call != null) {
            call.cancel();
        }
        if (forwarded != null) {
            forwarded.clientGone();
        }
        if (cached != null) {
            cached.clientGone();
        }
    }

    private void serve(LiveSite site) {
        new SiteCall(gateway, arrival, to, sink).answer(site);
    }

    /// Without a body.
    private void ask(Optional<AnswerTap> by) {
        tap = by;
        enter(GuestBody.EMPTY, new byte[0]);
    }

    private void enter(GuestBody body, byte @Nullable [] held) {
        if (to.target().backend() instanceof Backend.OfSite(LiveSite site)) {
            serve(site);
            return;
        }
        if (upstream()) {
            boolean empty = held == null || held.length == 0;
            forward(
                    new UpstreamCall.Body(
                            empty, empty ? Optional.empty() : Optional.of(Buffer.buffer(held))));
            return;
        }
        GuestRequest guestRequest = guestRequest(body);
        Optional<Handshake> handshake =
                held != null && held.length == 0 ? Handshake.of(request) : Optional.empty();
        if (handshake.isPresent()) {
            var opening =
                    new Opening(
                            request, handshake.get(), service, to.target(), id, guestRequest, sink);
            call = gateway.sockets(context).open(opening).orElse(null);
            return;
        }
        var samples = new Samples(service.entry().samples(), held);
        if (held != null) {
            to.target().mirror().ifPresent(copy -> mirror(copy, guestRequest, held));
        }
        var entering =
                new Call(
                        service,
                        to.target(),
                        Origin.HTTP,
                        id,
                        guestRequest,
                        samples,
                        tap.<CallSink>map(one -> new TappedSink(sink, one)).orElse(sink),
                        gateway.invocations());
        call = entering;
        gateway.invocations().calls().began(entering);
        if (entering.enter()) {
            long patience = Math.max(1, service.entry().limits().queueTimeout().toMillis());
            gateway.vertx().setTimer(patience, _ -> entering.queueTimedOut());
        }
    }

    private void mirror(Target.Mirrored copy, GuestRequest like, byte[] body) {
        var copied =
                new Target(
                        to.target().alias(),
                        copy.version(),
                        copy.backend(),
                        copy.inFlight(),
                        copy.tally(),
                        Optional.empty(),
                        Optional.empty());
        gateway.invocations()
                .mirror(
                        service,
                        copied,
                        like.copied(GuestHeaders.MIRRORED, GuestBody.of(body)),
                        body);
    }

    private GuestRequest guestRequest(GuestBody body) {
        return new GuestRequest(
                request.method().name(),
                to.address().path(),
                arrival.target().query(),
                GuestHeaders.of(request.headers(), arrival.client(), arrival.caller()),
                body,
                arrival.host().equals(HostFields.NONE) ? "" : arrival.host().text(),
                arrival.client().address(),
                new RequestId(id.value()).toString(),
                receivedAt);
    }
}
