package dev.fairlead.dataplane.proxy;

import dev.fairlead.dataplane.inflight.Ending;
import dev.fairlead.dataplane.links.Answers;
import dev.fairlead.dataplane.links.Link;
import dev.fairlead.dataplane.links.OutOfReach;
import dev.fairlead.dataplane.links.TargetPool;
import dev.fairlead.dataplane.upstream.LiveTarget;
import dev.fairlead.dataplane.versions.UpstreamSpec.Scheme;
import dev.fairlead.dataplane.versions.UpstreamSpec.Timeouts;
import dev.fairlead.model.errors.ErrorCode;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.vertx.core.http.HttpServerRequest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;

/// One forwarded request, from the choice of a target to the end of its answer. Lives on one event
/// loop.
final class Exchange implements Answers, TargetPool.Wish, ForwardedRequest {
    private enum Phase {
        CONNECTING,
        ASKING,
        ANSWERING,
        SOCKET,
        DONE
    }

    private final Forwarder home;
    private final Forwarding what;
    private final ForwardingEvents events;
    private final HttpServerRequest request;
    private final Timeouts timeouts;
    private final boolean upgrade;
    private final Attempts attempts;
    private final AnswerWriter answer;
    private Phase phase = Phase.CONNECTING;
    private @Nullable Link link;
    private @Nullable RequestBody body;
    private @Nullable Tunnel tunnel;
    private boolean refreshed;
    private long began;
    private long asked;
    private long moved;

    Exchange(Forwarder home, Forwarding what, ForwardingEvents events) {
        this.home = home;
        this.what = what;
        this.events = events;
        this.request = what.request();
        this.timeouts = what.upstream().spec().timeouts();
        this.upgrade = what.bodiless() && ForwardedHead.upgrades(request.headers());
        this.attempts = new Attempts(what.upstream(), what.first());
        this.answer = new AnswerWriter(request, what.tap());
        this.began = System.nanoTime();
        this.moved = began;
    }

    void begin() {
        LiveTarget chosen = attempts.next(began);
        if (chosen != null) {
            ask(chosen, false);
        } else if (what.upstream().ours()) {
            sendBack(ErrorCode.UPSTREAM_UNREACHABLE, "no instance could be reached");
        } else {
            unanswered(
                    ErrorCode.UPSTREAM_UNREACHABLE,
                    attempts.none() ? "no target is up" : "no target could be reached",
                    Duration.ofSeconds(1));
        }
    }

    /// No instance took it: whoever sent it finds another one.
    private void sendBack(ErrorCode code, String detail) {
        closeLink();
        phase = Phase.DONE;
        home.over(this);
        what.era().moved();
        events.sentBack(code, detail);
    }

    private void ask(LiveTarget whom, boolean fresh) {
        phase = Phase.CONNECTING;
        boolean one = upgrade && whom.target().scheme() != Scheme.H2C;
        home.pool(whom).link(one, fresh, this);
    }

    @Override
    public void linked(Link to) {
        LiveTarget whom = attempts.current();
        if (phase == Phase.DONE || whom == null) {
            to.close();
            return;
        }
        link = to;
        to.carry(this);
        phase = Phase.ASKING;
        asked = System.nanoTime();
        moved = asked;
        HttpRequest head;
        try {
            head = ForwardedHead.request(what, whom, upgrade && !to.isStream(), to.isStream());
        } catch (IllegalArgumentException e) {
            unanswered(ErrorCode.INVALID_REQUEST, "a header cannot be passed on", Duration.ZERO);
            return;
        }
        if (what.streams()) {
            to.send(head);
            body = new RequestBody(what, to, this::received, this::tooLarge);
            body.begin();
        } else {
            to.send(ForwardedHead.whole(what, head));
        }
    }

    private void received() {
        moved = System.nanoTime();
    }

    private void tooLarge() {
        unanswered(
                ErrorCode.BODY_TOO_LARGE,
                "the body may have at most " + what.mostBytes() + " bytes",
                Duration.ZERO);
    }

    /// No connection could be had: nothing was sent, so that another target may be asked whatever
    /// the request is.
    @Override
    public void failed(Throwable why) {
        if (phase == Phase.DONE) {
            return;
        }
        attempts.unreached();
        if (attempts.next(moved) != null || what.upstream().ours()) {
            begin();
            return;
        }
        boolean slow =
                why instanceof ConnectException
                        && String.valueOf(why.getMessage()).contains("timed out");
        unanswered(
                slow ? ErrorCode.UPSTREAM_TIMEOUT : ErrorCode.UPSTREAM_UNREACHABLE,
                slow ? "connecting took too long" : OutOfReach.told(why),
                Duration.ofSeconds(1));
    }

    @Override
    public void informational(HttpResponse head) {
        moved = System.nanoTime();
        answer.informational(head, what.streams());
    }

    @Override
    public void head(HttpResponse head) {
        moved = System.nanoTime();
        int status = head.status().code();
        Link from = link;
        if (from == null) {
            return;
        }
        if (status == 101 && !upgrade) {
            from.close();
            broken(new IOException("it changed the protocol without being asked to"));
            return;
        }
        attempts.answered(status);
        phase = status == 101 ? Phase.SOCKET : Phase.ANSWERING;
        if (!answer.head(head, from)) {
            return;
        }
        var recoding =
                events.answering(
                        request.response().headers(), status, asked - began, moved - asked);
        if (status != 101) {
            answer.framed(recoding, body != null && !body.ended());
        } else {
            from.becomeSocket();
            what.era().opened();
            tunnel = new Tunnel(request, from, this::socketEnded);
            tunnel.open();
        }
    }

    @Override
    public void content(ByteBuf bytes) {
        moved = System.nanoTime();
        if (tunnel != null) {
            tunnel.fromTarget(bytes);
        } else {
            answer.content(bytes);
        }
    }

    @Override
    public void caughtUp() {
        if (phase == Phase.ANSWERING) {
            answer.caughtUp();
        }
    }

    @Override
    public void writable(boolean more) {
        if (tunnel != null) {
            tunnel.targetTakes(more);
        } else if (body != null && more) {
            body.goOn();
        }
    }

    @Override
    public void ended(HttpHeaders trailers) {
        if (phase != Phase.ANSWERING) {
            return;
        }
        Link from = link;
        link = null;
        boolean early = body != null && !body.ended();
        answer.end(trailers);
        if (from != null) {
            from.letGo();
        }
        if (early && body != null) {
            body.abandon();
        }
        over(Ending.ANSWERED, answer.status());
    }

    @Override
    public void broken(Throwable why) {
        Link from = link;
        link = null;
        switch (phase) {
            case SOCKET -> {
                if (tunnel != null) {
                    tunnel.targetGone();
                }
            }
            case ANSWERING -> {
                attempts.failed();
                cutClient(Ending.FAILED);
            }
            case ASKING -> unansweredBy(from, why);
            case CONNECTING, DONE -> {}
        }
    }

    private void unansweredBy(@Nullable Link from, Throwable why) {
        boolean nothingSent = body == null || body.count() == 0;
        boolean again =
                nothingSent && what.held().isEmpty() && !answer.begun() && what.repeatable();
        boolean closed = why instanceof IOException;
        if (body != null) {
            body.hold();
        }
        LiveTarget whom = attempts.current();
        if (again && closed && from != null && from.reused() && !refreshed && whom != null) {
            // It was closed while it rested, as it may be: that says nothing of the target.
            refreshed = true;
            ask(whom, true);
            return;
        }
        attempts.giveUp();
        String detail =
                closed
                        ? "the connection was closed before an answer came"
                        : "what came is not a valid answer";
        if (again && attempts.next(moved) != null) {
            begin();
        } else if (again && closed && what.upstream().ours()) {
            sendBack(ErrorCode.UPSTREAM_FAILED, detail);
        } else {
            unanswered(ErrorCode.UPSTREAM_FAILED, detail, Duration.ZERO);
        }
    }

    private void unanswered(ErrorCode code, String detail, Duration retryAfter) {
        boolean begun = answer.headSent();
        closeLink();
        if (phase == Phase.DONE) {
            return;
        }
        if (begun) {
            cutClient(Ending.FAILED);
            return;
        }
        events.unanswered(code, detail, retryAfter);
        if (body != null) {
            body.abandon();
        }
        over(Ending.FAILED, code.status());
    }

    private void cutClient(Ending how) {
        closeLink();
        answer.cut();
        over(how, answer.status());
    }

    private void closeLink() {
        Link open = link;
        link = null;
        if (open != null) {
            open.close();
        }
    }

    private void socketEnded(Ending how) {
        closeLink();
        over(how, 101);
    }

    private void over(Ending how, int status) {
        if (phase == Phase.DONE) {
            return;
        }
        boolean socket = phase == Phase.SOCKET;
        phase = Phase.DONE;
        attempts.leave();
        home.over(this);
        long received =
                socket && tunnel != null ? tunnel.received() : body == null ? 0 : body.count();
        long sent = socket && tunnel != null ? tunnel.sent() : answer.sent();
        what.era().end(how, socket);
        events.ended(how, status, socket, received, sent);
    }

    @Override
    public void clientGone() {
        if (phase == Phase.DONE || phase == Phase.SOCKET) {
            return;
        }
        closeLink();
        answer.drop();
        over(Ending.CLIENT_GONE, answer.status());
    }

    /// Looks at the time. Called again and again, `now` being that of `System.nanoTime`.
    void tick(long now) {
        if (phase == Phase.DONE) {
            return;
        }
        if (what.era().over(now)) {
            cut();
            return;
        }
        long last = tunnel == null ? moved : Math.max(moved, tunnel.moved());
        long quiet = now - last;
        boolean waits = phase == Phase.ASKING && (body == null || body.ended());
        if (waits && quiet > timeouts.firstByte().toNanos()) {
            attempts.failed();
            unanswered(
                    ErrorCode.UPSTREAM_TIMEOUT,
                    "no answer came in " + timeouts.firstByte(),
                    Duration.ZERO);
        } else if (phase != Phase.CONNECTING && quiet > timeouts.idle().toNanos()) {
            silent();
        }
    }

    private void silent() {
        String time = String.valueOf(timeouts.idle());
        if (tunnel != null) {
            tunnel.close(Ending.FAILED);
        } else if (phase == Phase.ANSWERING) {
            cutClient(Ending.FAILED);
        } else if (body != null && body.waitsForClient()) {
            unanswered(
                    ErrorCode.REQUEST_TIMEOUT,
                    "no byte of the body came in " + time,
                    Duration.ZERO);
        } else {
            unanswered(ErrorCode.UPSTREAM_TIMEOUT, "nothing moved for " + time, Duration.ZERO);
        }
    }

    /// Its version's time is over.
    void cut() {
        if (tunnel != null) {
            tunnel.cut();
        } else if (phase == Phase.ANSWERING) {
            cutClient(Ending.CUT);
        } else {
            unanswered(
                    ErrorCode.UPSTREAM_TIMEOUT, "its version was replaced", Duration.ofSeconds(1));
        }
    }

    /// Whether it became a socket.
    boolean isSocket() {
        return tunnel != null;
    }
}
