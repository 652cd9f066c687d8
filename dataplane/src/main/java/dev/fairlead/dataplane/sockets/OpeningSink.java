package dev.fairlead.dataplane.sockets;

import dev.fairlead.dataplane.answers.HttpSink;
import dev.fairlead.dataplane.calls.CallSink;
import dev.fairlead.dataplane.inflight.Era;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.dataplane.runtime.Outcome;

import java.io.IOException;
import java.util.List;

/// Where the answer to a handshake goes: to the client as any other, or, where it is of the type of
/// events, into a socket.
final class OpeningSink implements CallSink {
    private final HttpSink plain;
    private final EventSink events;
    private final GuestSocket socket;
    private volatile boolean opens;

    OpeningSink(HttpSink plain, EventSink events, GuestSocket socket) {
        this.plain = plain;
        this.events = events;
        this.socket = socket;
    }

    private CallSink to() {
        return opens ? events : plain;
    }

    @Override
    public void head(int status, List<Header> headers) {
        opens = status == 200 && EventSink.typed(headers);
        to().head(status, headers);
    }

    @Override
    public void write(byte[] bytes) throws IOException, InterruptedException {
        to().write(bytes);
    }

    @Override
    public boolean adopts(Era era) {
        if (opens) {
            socket.adopt(era);
        }
        return opens;
    }

    @Override
    public void done(Outcome outcome, String timing) {
        if (opens && outcome instanceof Outcome.Answered) {
            events.done(outcome, timing);
            return;
        }
        plain.done(outcome, timing);
        socket.refused();
    }

    @Override
    public void refused(Refusal refusal, String timing) {
        plain.refused(refusal, timing);
        socket.refused();
    }
}
