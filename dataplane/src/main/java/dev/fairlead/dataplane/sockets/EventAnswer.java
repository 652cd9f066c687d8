package dev.fairlead.dataplane.sockets;

import io.vertx.core.buffer.Buffer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a function answers to an event of a socket, as `application/websocket-events`: events one
/// after the other, `TEXT 5` and the like with the length of what follows in hexadecimal digits,
/// then CR LF, what it is, CR LF. `OPEN` has nothing to follow and has to come first in the answer
/// to a handshake.
record EventAnswer(boolean opens, List<Heard.Message> messages, Optional<Heard.Close> close) {
    static final String TYPE = "application/websocket-events";
    static final EventAnswer NOTHING = new EventAnswer(false, List.of(), Optional.empty());

    private static final int LONGEST_LINE = 32;

    EventAnswer {
        messages = List.copyOf(messages);
    }

    /// Empty where it is not in order.
    static Optional<EventAnswer> read(Buffer body) {
        var messages = new ArrayList<Heard.Message>();
        Optional<Heard.Close> close = Optional.empty();
        boolean opens = false;
        int at = 0;
        while (at < body.length()) {
            int end = lineEnd(body, at);
            if (end < 0) {
                return Optional.empty();
            }
            String[] line =
                    body.getString(at, end, StandardCharsets.ISO_8859_1.name()).split(" ", -1);
            int from = end + 2;
            int length = line.length == 2 ? length(line[1]) : 0;
            boolean cut = length < 0 || (line.length == 2 && !isEnded(body, from, length));
            if (cut || line.length > 2) {
                return Optional.empty();
            }
            Buffer data = body.getBuffer(from, from + length);
            at = line.length == 2 ? from + length + 2 : from;
            switch (line[0]) {
                case "OPEN" -> opens = true;
                case "TEXT", "BINARY" -> {
                    boolean text = line[0].equals("TEXT");
                    if (text && !Frames.isText(data)) {
                        return Optional.empty();
                    }
                    messages.add(new Heard.Message(text, data));
                }
                case "CLOSE" -> {
                    close = close(data);
                    if (close.isEmpty()) {
                        return Optional.empty();
                    }
                }
                default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new EventAnswer(opens, messages, close));
    }

    private static int lineEnd(Buffer body, int from) {
        for (int i = from; i + 1 < body.length() && i < from + LONGEST_LINE; i++) {
            if (body.getByte(i) == '\r' && body.getByte(i + 1) == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static boolean isEnded(Buffer body, int from, int length) {
        long end = (long) from + length;
        return end + 2 <= body.length()
                && body.getByte((int) end) == '\r'
                && body.getByte((int) end + 1) == '\n';
    }

    private static int length(String hex) {
        try {
            return hex.length() > 7 ? -1 : Integer.parseInt(hex, 16);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static Optional<Heard.Close> close(Buffer data) {
        if (data.length() == 0) {
            return Optional.of(new Heard.Close(Closing.NORMAL, ""));
        }
        if (data.length() == 1 || !Closing.sendable(data.getUnsignedShort(0))) {
            return Optional.empty();
        }
        Buffer reason = data.getBuffer(2, data.length());
        return Frames.isText(reason)
                ? Optional.of(
                        new Heard.Close(
                                data.getUnsignedShort(0), reason.toString(StandardCharsets.UTF_8)))
                : Optional.empty();
    }
}
