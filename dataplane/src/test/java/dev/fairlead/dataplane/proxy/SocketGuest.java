package dev.fairlead.dataplane.proxy;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.GuestAnswer;
import dev.fairlead.dataplane.runtime.GuestRequest;
import dev.fairlead.dataplane.runtime.GuestRuntime;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.dataplane.runtime.Invocation;
import dev.fairlead.dataplane.runtime.Outcome;
import dev.fairlead.dataplane.runtime.RunReport;
import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.executions.StartKind;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Limits;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A function with sockets, which remembers all that it was asked. At `/quiet` it says nothing;
/// else it welcomes, counts messages in its state, and does what some of them say.
final class SocketGuest implements GuestRuntime {
    private final Queue<GuestRequest> asked = new ConcurrentLinkedQueue<>();
    private final Queue<String> closed = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> versions = new ConcurrentLinkedQueue<>();
    private volatile ErrorCode failure = ErrorCode.GUEST_FAILED;

    void reset() {
        asked.clear();
        closed.clear();
        versions.clear();
        failure = ErrorCode.GUEST_FAILED;
    }

    void failWith(ErrorCode code) {
        failure = code;
    }

    List<GuestRequest> asked() {
        return List.copyOf(asked);
    }

    /// Code, reason and state of each socket that was closed.
    List<String> closed() {
        return List.copyOf(closed);
    }

    /// Those that were asked.
    List<Integer> versions() {
        return List.copyOf(versions);
    }

    GuestSpec spec(int version, Abi abi, Limits limits) {
        return new GuestSpec(
                Front.SERVICE,
                version,
                abi,
                Path.of("none"),
                ContentHash.of(new byte[0]),
                limits,
                Map.of());
    }

    @Override
    public Guest guest(GuestSpec spec) {
        return new Guest() {
            @Override
            public void prepare() {}

            @Override
            public Invocation start(GuestRequest request, GuestAnswer answer) {
                asked.add(request);
                versions.add(spec.version());
                Thread.ofVirtual().start(() -> answer.done(run(request, answer)));
                return () -> {};
            }

            @Override
            public void close() {}
        };
    }

    private RunReport run(GuestRequest request, GuestAnswer answer) {
        Outcome outcome = Outcome.ANSWERED;
        try {
            byte[] body = request.body().readAll();
            String text = new String(body, StandardCharsets.UTF_8);
            if (text.equals("throw") || text.equals("fail")) {
                outcome = new Outcome.Failed(failure, "it threw");
            } else {
                answer(request, text, answer);
            }
        } catch (IOException e) {
            outcome = Outcome.CANCELLED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new RunReport(outcome, StartKind.WARM, 0, 0, 0, List.of());
    }

    private static Optional<String> header(GuestRequest request, String name) {
        return request.headers().stream()
                .filter(one -> one.name().equals(name))
                .map(Header::value)
                .findFirst();
    }

    private void answer(GuestRequest request, String text, GuestAnswer answer)
            throws IOException, InterruptedException {
        String event = header(request, "x-fairlead-socket").orElse("");
        String state = header(request, "x-fairlead-socket-state").orElse("");
        switch (event) {
            case "" -> say(answer, 200, List.of(), "plain");
            case "open" -> open(request, answer);
            case "close" -> {
                closed.add(
                        (header(request, "x-fairlead-socket-code").orElse("")
                                        + " "
                                        + header(request, "x-fairlead-socket-reason").orElse("")
                                        + " "
                                        + state)
                                .strip());
                say(answer, 204, List.of(), "");
            }
            default -> message(request, event, text, state, answer);
        }
    }

    private static void open(GuestRequest request, GuestAnswer answer)
            throws IOException, InterruptedException {
        var fields = new ArrayList<Header>();
        header(request, "sec-websocket-protocol")
                .ifPresent(all ->
                        fields.add(new Header("sec-websocket-protocol", all.split(",", -1)[0])));
        switch (request.path()) {
            case "/refuse" -> say(answer, 403, List.of(), "no");
            case "/protocol" ->
                    events(answer, List.of(new Header("sec-websocket-protocol", "mine")), "OPEN\n");
            case "/quiet" -> events(answer, fields, "OPEN\n");
            default -> events(answer, fields, "OPEN\nTEXT 7\nwelcome\n");
        }
    }

    private static void message(
            GuestRequest request, String event, String text, String state, GuestAnswer answer)
            throws IOException, InterruptedException {
        if (request.path().equals("/quiet")) {
            say(answer, 204, List.of(), "");
            return;
        }
        int count = state.isEmpty() ? 1 : Integer.parseInt(state) + 1;
        String back = event + " " + count + " " + text;
        String length = Integer.toHexString(back.length());
        switch (text) {
            case "other type" -> say(answer, 200, List.of(), "hello");
            case "status 500" -> say(answer, 500, List.of(), "");
            case "broken events" -> events(answer, List.of(), "TEXT ffff\nshort\n");
            case "large state" ->
                    events(
                            answer,
                            List.of(new Header("x-fairlead-socket-state", "x".repeat(2000))),
                            "");
            case "close" ->
                    events(answer, List.of(), "CLOSE 8\n" + (char) 0x0f + (char) 0xa1 + "enough\n");
            default ->
                    events(
                            answer,
                            List.of(new Header("x-fairlead-socket-state", Integer.toString(count))),
                            "TEXT " + length + "\n" + back + "\n");
        }
    }

    private static void events(GuestAnswer answer, List<Header> more, String lines)
            throws IOException, InterruptedException {
        var fields = new ArrayList<>(more);
        fields.add(new Header("content-type", "application/websocket-events"));
        say(answer, 200, fields, lines.replace("\n", "\r\n"));
    }

    private static void say(GuestAnswer answer, int status, List<Header> fields, String text)
            throws IOException, InterruptedException {
        answer.head(status, fields);
        if (!text.isEmpty()) {
            answer.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @Override
    public void close() {}
}
