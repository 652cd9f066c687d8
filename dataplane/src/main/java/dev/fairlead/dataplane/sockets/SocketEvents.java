package dev.fairlead.dataplane.sockets;

import dev.fairlead.dataplane.calls.Call;
import dev.fairlead.dataplane.calls.CallSink;
import dev.fairlead.dataplane.calls.Invocations;
import dev.fairlead.dataplane.calls.Origin;
import dev.fairlead.dataplane.calls.Samples;
import dev.fairlead.dataplane.router.LiveService;
import dev.fairlead.dataplane.runtime.GuestBody;
import dev.fairlead.dataplane.runtime.GuestRequest;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.ids.ExecutionId;
import dev.fairlead.model.ids.RequestId;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Tells a function what happens at one of its sockets: each event is a request with the headers of
/// the handshake, and says in headers that only we write which event it is.
final class SocketEvents {
    private static final String EVENT = "x-fairlead-socket";
    private static final String ID = "x-fairlead-socket-id";
    private static final String STATE = "x-fairlead-socket-state";
    private static final String CODE = "x-fairlead-socket-code";
    private static final String REASON = "x-fairlead-socket-reason";

    private static final Set<String> OF_THE_HANDSHAKE =
            Set.of(
                    "connection",
                    "upgrade",
                    "content-type",
                    "content-length",
                    "sec-websocket-key",
                    "sec-websocket-version",
                    "sec-websocket-extensions");

    private final Sockets sockets;
    private final Opening what;
    private final List<Header> headers;

    SocketEvents(Sockets sockets, Opening what) {
        this.sockets = sockets;
        this.what = what;
        this.headers = new ArrayList<>();
        for (Header header : what.asked().headers()) {
            if (!OF_THE_HANDSHAKE.contains(header.name())) {
                headers.add(header);
            }
        }
        headers.add(new Header(ID, new RequestId(what.id().value()).toString()));
    }

    /// The name of the header that a function says the state by.
    static String state() {
        return STATE;
    }

    Call open(CallSink sink) {
        return start(what.id(), "GET", List.of(new Header(EVENT, "open")), new byte[0], sink);
    }

    void message(Heard.Message message, String state, CallSink sink) {
        var more = new ArrayList<Header>();
        more.add(new Header(EVENT, message.text() ? "text" : "binary"));
        more.add(
                new Header(
                        "content-type",
                        message.text() ? "text/plain; charset=utf-8" : "application/octet-stream"));
        tell(state, more, message.data().getBytes(), sink);
    }

    void close(int code, String reason, String state) {
        var more = new ArrayList<Header>();
        more.add(new Header(EVENT, "close"));
        more.add(new Header(CODE, Integer.toString(code)));
        more.add(new Header(REASON, reason.replaceAll("\\p{Cntrl}", " ").strip()));
        tell(state, more, new byte[0], new EventSink(maxAnswer(), _ -> {}));
    }

    long maxAnswer() {
        LiveService service = what.service();
        return service.entry().limits().maxResponseBytes();
    }

    private void tell(String state, List<Header> more, byte[] body, CallSink sink) {
        if (!state.isEmpty()) {
            more.add(new Header(STATE, state));
        }
        start(ExecutionId.next(sockets.invocations().clock()), "POST", more, body, sink);
    }

    private Call start(
            ExecutionId id, String method, List<Header> more, byte[] body, CallSink sink) {
        Invocations invocations = sockets.invocations();
        GuestRequest asked = what.asked();
        var all = new ArrayList<>(headers);
        all.addAll(more);
        var request =
                new GuestRequest(
                        method,
                        asked.path(),
                        asked.query(),
                        all,
                        GuestBody.of(body),
                        asked.host(),
                        asked.remoteAddress(),
                        new RequestId(id.value()).toString(),
                        invocations.clock().instant());
        LiveService service = what.service();
        var call =
                new Call(
                        service,
                        what.target(),
                        Origin.SOCKET,
                        id,
                        request,
                        new Samples(service.entry().samples(), body),
                        sink,
                        invocations);
        invocations.calls().began(call);
        if (call.enter()) {
            long patience = Math.max(1, service.entry().limits().queueTimeout().toMillis());
            sockets.context().owner().setTimer(patience, _ -> call.queueTimedOut());
        }
        return call;
    }
}
