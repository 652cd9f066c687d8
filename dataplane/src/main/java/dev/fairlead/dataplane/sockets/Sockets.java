package dev.fairlead.dataplane.sockets;

import dev.fairlead.dataplane.calls.Call;
import dev.fairlead.dataplane.calls.Invocations;
import dev.fairlead.dataplane.http.Problem;
import dev.fairlead.model.errors.ErrorCode;

import io.vertx.core.Context;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The sockets of functions on one event loop.
public final class Sockets {
    private static final long TICK_MILLIS = 250;

    private final Context context;
    private final Invocations invocations;
    private final SocketLimits limits;
    private final SocketCounts counts;
    private final Set<GuestSocket> open = new HashSet<>();
    private boolean ticking;

    public Sockets(
            Context context, Invocations invocations, SocketLimits limits, SocketCounts counts) {
        this.context = context;
        this.invocations = invocations;
        this.limits = limits;
        this.counts = counts;
    }

    /// Asks the function; empty where it was refused at once. On the event loop, as all is that is
    /// told of it.
    public Optional<Call> open(Opening what) {
        if (!counts.enter(what.service().entry().id(), limits.perService())) {
            String detail =
                    "'"
                            + what.service().entry().name()
                            + "' has "
                            + limits.perService()
                            + " sockets open";
            what.sink()
                    .send(
                            new Problem(ErrorCode.AT_CAPACITY, detail, what.sink().id().toString()),
                            "",
                            Duration.ofSeconds(1));
            return Optional.empty();
        }
        return Optional.of(new GuestSocket(this, what).ask());
    }

    /// The server stops: whoever has a socket is told to come again elsewhere.
    public void closeAll() {
        new ArrayList<>(open).forEach(one -> one.cut(Closing.GOING_AWAY, "the server is stopping"));
    }

    Context context() {
        return context;
    }

    Invocations invocations() {
        return invocations;
    }

    SocketLimits limits() {
        return limits;
    }

    void opened(GuestSocket socket) {
        open.add(socket);
        if (!ticking) {
            ticking = true;
            context.owner().setTimer(TICK_MILLIS, _ -> tick());
        }
    }

    void gone(GuestSocket socket, Opening what) {
        open.remove(socket);
        counts.leave(what.service().entry().id());
    }

    private void tick() {
        long now = System.nanoTime();
        new ArrayList<>(open).forEach(socket -> socket.tick(now));
        ticking = !open.isEmpty();
        if (ticking) {
            context.owner().setTimer(TICK_MILLIS, _ -> tick());
        }
    }
}
