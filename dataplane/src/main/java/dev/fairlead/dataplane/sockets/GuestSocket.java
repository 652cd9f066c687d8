package dev.fairlead.dataplane.sockets;

import dev.fairlead.dataplane.calls.Call;
import dev.fairlead.dataplane.http.Problem;
import dev.fairlead.dataplane.inflight.Ending;
import dev.fairlead.dataplane.inflight.Era;
import dev.fairlead.dataplane.wire.Upgraded;
import dev.fairlead.model.errors.ErrorCode;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetSocket;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// A socket of a function. Of its events one is under way at a time, in order, and nothing is read
/// meanwhile. Stays with the version that it was opened at. Lives on one event loop.
final class GuestSocket {
    private static final long GRACE_MILLIS = 1000;

    private enum Phase {
        ASKING,
        OPEN,
        CLOSING,
        GONE
    }

    private final Sockets sockets;
    private final Opening what;
    private final SocketEvents events;
    private final FrameReader reader;
    private final Pace pace;
    private volatile @Nullable Era era;
    private @Nullable NetSocket socket;
    private Phase phase = Phase.ASKING;
    private boolean busy;
    private boolean deaf;
    private String state = "";
    private Ending ending = Ending.CLIENT_GONE;
    private int code = Closing.ABNORMAL;
    private String reason = "";
    private long heard = System.nanoTime();
    private long spoke = heard;
    private long pinged = heard;

    GuestSocket(Sockets sockets, Opening what) {
        this.sockets = sockets;
        this.what = what;
        this.events = new SocketEvents(sockets, what);
        this.reader = new FrameReader(sockets.limits());
        this.pace = new Pace(sockets.limits().messagesPerSecond());
    }

    /// Asks the function whether it takes the socket.
    Call ask() {
        var answer = new EventSink(events.maxAnswer(), ended -> here(() -> accepted(ended)));
        return events.open(new OpeningSink(what.sink(), answer, this));
    }

    private void here(Runnable work) {
        sockets.context().runOnContext(_ -> work.run());
    }

    /// The handshake's era goes on as the socket's. On the thread of the guest.
    void adopt(Era handshake) {
        era = handshake;
    }

    /// The function gave another answer, or none.
    void refused() {
        here(() -> over(Ending.ANSWERED));
    }

    private void over(Ending how) {
        if (phase == Phase.GONE) {
            return;
        }
        boolean was = phase != Phase.ASKING;
        phase = Phase.GONE;
        Era mine = era;
        if (mine != null) {
            mine.end(how, was);
        }
        sockets.gone(this, what);
    }

    private void accepted(EventSink.Ended ended) {
        Optional<EventAnswer> answer = ended.answer().filter(EventAnswer::opens);
        Optional<String> protocol = ended.header("sec-websocket-protocol");
        boolean offered = protocol.map(what.handshake().protocols()::contains).orElse(true);
        if (answer.isEmpty() || !offered || !keep(ended)) {
            String detail =
                    offered
                            ? "What it answered is no socket that opens."
                            : "It chose a protocol that the client does not offer.";
            var problem =
                    new Problem(ErrorCode.GUEST_BAD_RESPONSE, detail, what.sink().id().toString());
            what.sink().send(problem, "", Duration.ZERO);
            over(Ending.FAILED);
            return;
        }
        HttpServerResponse response = what.request().response();
        if (response.closed()) {
            over(Ending.CLIENT_GONE);
            events.close(code, reason, state);
            return;
        }
        response.setStatusCode(101);
        what.sink().dress(response.headers(), "");
        response.putHeader("connection", "Upgrade")
                .putHeader("upgrade", "websocket")
                .putHeader("sec-websocket-accept", what.handshake().accept());
        protocol.ifPresent(one -> response.putHeader("sec-websocket-protocol", one));
        Upgraded.mayRest(what.request().connection());
        what.request()
                .toNetSocket()
                .onSuccess(client -> opened(client, answer.get()))
                .onFailure(_ -> {
                    over(Ending.CLIENT_GONE);
                    events.close(code, reason, state);
                });
    }

    /// Remembers the state that an answer says, if any; false where it is too large.
    private boolean keep(EventSink.Ended ended) {
        Optional<String> said = ended.header(SocketEvents.state());
        state = said.orElse(state);
        return said.isEmpty()
                || said.get().getBytes(StandardCharsets.UTF_8).length
                        <= sockets.limits().stateBytes();
    }

    private void opened(NetSocket client, EventAnswer answer) {
        socket = client;
        phase = Phase.OPEN;
        Era mine = era;
        if (mine != null) {
            mine.opened();
        }
        sockets.opened(this);
        client.handler(this::read);
        client.closeHandler(_ -> gone());
        client.exceptionHandler(_ -> {});
        client.drainHandler(_ -> {
            heard = System.nanoTime();
            pump();
        });
        perform(answer);
        pump();
    }

    private void read(Buffer bytes) {
        heard = System.nanoTime();
        if (!deaf) {
            reader.add(bytes);
            pump();
        }
    }

    private void pump() {
        NetSocket client = socket;
        if (client == null) {
            return;
        }
        boolean more = true;
        while (more && phase == Phase.OPEN && !busy && !client.writeQueueFull()) {
            Heard next = reader.next();
            more = next != null;
            if (next != null) {
                hear(next);
            }
        }
        if (phase == Phase.CLOSING && !deaf) {
            awaitTheirs(client);
        }
        if (phase == Phase.OPEN && (busy || client.writeQueueFull())) {
            client.pause();
        } else {
            client.resume();
        }
    }

    /// We said that we close; whatever else they say until they say so, too, is past.
    private void awaitTheirs(NetSocket client) {
        for (Heard next = reader.next(); next != null && !deaf; next = reader.next()) {
            if (next instanceof Heard.Close) {
                deaf = true;
                client.end();
            } else if (next instanceof Heard.Broken) {
                deaf = true;
            }
        }
    }

    private void hear(Heard next) {
        boolean counts = !(next instanceof Heard.Close || next instanceof Heard.Broken);
        if (counts && !pace.take(System.nanoTime())) {
            close(
                    Ending.ANSWERED,
                    Closing.POLICY,
                    "more than " + sockets.limits().messagesPerSecond() + " messages a second");
            return;
        }
        switch (next) {
            case Heard.Message message -> {
                spoke = System.nanoTime();
                busy = true;
                events.message(
                        message,
                        state,
                        new EventSink(events.maxAnswer(), ended -> here(() -> answered(ended))));
            }
            case Heard.Ping(Buffer data) -> send(Frames.frame(Frames.PONG, data));
            case Heard.Pong _ -> {}
            case Heard.Close(int theirs, String why) -> {
                close(Ending.ANSWERED, theirs, why);
                deaf = true;
                if (socket != null) {
                    socket.end();
                }
            }
            case Heard.Broken(int why, String text) -> {
                close(Ending.ANSWERED, why, text);
                deaf = true;
            }
        }
    }

    private void answered(EventSink.Ended ended) {
        busy = false;
        heard = System.nanoTime();
        if (phase == Phase.GONE) {
            events.close(code, reason, state);
            return;
        }
        Optional<EventAnswer> answer = ended.answer();
        if (answer.isEmpty() || !keep(ended)) {
            boolean full =
                    ended.failed()
                            .filter(c -> c == ErrorCode.AT_CAPACITY || c == ErrorCode.QUEUE_TIMEOUT)
                            .isPresent();
            close(
                    Ending.FAILED,
                    full ? Closing.TRY_LATER : Closing.FAILED,
                    full ? "the function is at its limit" : "the function failed");
        } else {
            perform(answer.get());
        }
        pump();
    }

    private void perform(EventAnswer answer) {
        if (phase != Phase.OPEN) {
            return;
        }
        for (Heard.Message message : answer.messages()) {
            spoke = System.nanoTime();
            send(Frames.frame(message.text() ? Frames.TEXT : Frames.BINARY, message.data()));
        }
        answer.close().ifPresent(one -> close(Ending.ANSWERED, one.code(), one.reason()));
    }

    private void send(Buffer frame) {
        if (socket != null) {
            socket.write(frame);
        }
    }

    /// Says so, and gives the client a moment to say the same.
    private void close(Ending how, int why, String text) {
        NetSocket client = socket;
        if (phase != Phase.OPEN || client == null) {
            return;
        }
        phase = Phase.CLOSING;
        ending = how;
        code = why;
        reason = text;
        client.write(Frames.close(why, text));
        client.resume();
        sockets.context().owner().setTimer(GRACE_MILLIS, _ -> client.close());
    }

    private void gone() {
        if (phase == Phase.GONE) {
            return;
        }
        over(ending);
        if (!busy) {
            events.close(code, reason, state);
        }
    }

    /// Its version's time is over, or the server's.
    void cut(int why, String text) {
        close(Ending.CUT, why, text);
    }

    /// Looks at the time. Called again and again, `now` being that of `System.nanoTime`.
    void tick(long now) {
        NetSocket client = socket;
        Era mine = era;
        if (phase != Phase.OPEN || client == null) {
            return;
        }
        if (mine != null && mine.over(now)) {
            cut(Closing.RESTART, "another version took over");
            return;
        }
        if (busy) {
            return;
        }
        long silence = sockets.limits().silence().toNanos();
        if (now - heard > 2 * silence) {
            client.close();
        } else if (now - spoke > sockets.limits().idle().toNanos()) {
            close(Ending.ANSWERED, Closing.GOING_AWAY, "no message came for long");
        } else if (now - heard > silence && now - pinged > silence) {
            pinged = now;
            send(Frames.frame(Frames.PING, Buffer.buffer()));
        }
    }
}
