package dev.fairlead.dataplane.sockets;

import io.vertx.core.buffer.Buffer;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/// Reads the frames of a client strictly (RFC 6455, section 5): what leaves it in doubt where a
/// message ends, or is larger than it may be, ends the socket. Takes bytes as they come and holds
/// no more than one message.
final class FrameReader {
    private static final int RESERVED = 0x70;
    private static final int LAST = 0x80;
    private static final int MASKED = 0x80;
    private static final int LONGEST_HEAD = 14;

    private final SocketLimits limits;
    private final byte[] head = new byte[LONGEST_HEAD];
    private int have;
    private long left = -1;
    private int masked;
    private Buffer control = Buffer.buffer();
    private Buffer message = Buffer.buffer();
    private int opening = -1;
    private int pieces;
    private Buffer input = Buffer.buffer();
    private int at;

    FrameReader(SocketLimits limits) {
        this.limits = limits;
    }

    void add(Buffer bytes) {
        if (at == input.length()) {
            input = bytes;
        } else {
            input = input.getBuffer(at, input.length()).appendBuffer(bytes);
        }
        at = 0;
    }

    /// What was said next; null where more has to come first.
    @Nullable Heard next() {
        while (at < input.length()) {
            if (left < 0) {
                head[have++] = input.getByte(at++);
                if (have >= 2 && have == headLength()) {
                    Heard broken = begin();
                    if (broken != null) {
                        return broken;
                    }
                }
            } else {
                take();
            }
            if (left == 0) {
                Heard heard = end();
                if (heard != null) {
                    return heard;
                }
            }
        }
        return null;
    }

    private int opcode() {
        return head[0] & 0x0f;
    }

    private boolean isControl() {
        return opcode() >= Frames.CLOSE;
    }

    private boolean isLast() {
        return (head[0] & LAST) != 0;
    }

    private int headLength() {
        return 2 + lengthBytes() + ((head[1] & MASKED) != 0 ? 4 : 0);
    }

    private int lengthBytes() {
        int length = head[1] & 0x7f;
        return length == 126 ? 2 : length == 127 ? 8 : 0;
    }

    private long length() {
        int bytes = lengthBytes();
        if (bytes == 0) {
            return head[1] & 0x7f;
        }
        long value = 0;
        for (int i = 2; i < 2 + bytes; i++) {
            value = value << 8 | (head[i] & 0xff);
        }
        return value;
    }

    /// Its head is here.
    private @Nullable Heard begin() {
        long length = length();
        int bytes = lengthBytes();
        boolean longerThanNeeded =
                (bytes == 2 && length < 126) || (bytes == 8 && length >= 0 && length <= 0xffff);
        if ((head[0] & RESERVED) != 0) {
            return broken("reserved bits are set");
        }
        if ((head[1] & MASKED) == 0) {
            return broken("frames of clients have to be masked");
        }
        if (length < 0 || longerThanNeeded) {
            return broken("a length is not written as it has to be");
        }
        Heard refused = isControl() ? control(length) : data(length);
        left = length;
        masked = 0;
        return refused;
    }

    private @Nullable Heard control(long length) {
        if (opcode() > Frames.PONG) {
            return broken("an opcode is unknown");
        }
        if (!isLast() || length > Frames.MOST_CONTROL) {
            return broken("a control frame is too long or in pieces");
        }
        return null;
    }

    private @Nullable Heard data(long length) {
        if (opcode() > Frames.BINARY) {
            return broken("an opcode is unknown");
        }
        if ((opcode() == Frames.CONTINUATION) == (opening < 0)) {
            return broken("a message begins within another, or goes on without a beginning");
        }
        if (opening < 0) {
            opening = opcode();
        }
        pieces++;
        if (message.length() + length > limits.messageBytes()) {
            return new Heard.Broken(
                    Closing.TOO_LARGE,
                    "a message may have " + limits.messageBytes() + " bytes at most");
        }
        if (pieces > limits.pieces()) {
            return new Heard.Broken(
                    Closing.POLICY, "a message may have " + limits.pieces() + " pieces at most");
        }
        return null;
    }

    private static Heard broken(String why) {
        return new Heard.Broken(Closing.PROTOCOL_ERROR, why);
    }

    private void take() {
        int some = (int) Math.min(left, input.length() - at);
        byte[] bytes = input.getBytes(at, at + some);
        int mask = headLength() - 4;
        for (int i = 0; i < some; i++) {
            bytes[i] ^= head[mask + ((masked + i) & 3)];
        }
        masked = (masked + some) & 3;
        (isControl() ? control : message).appendBytes(bytes);
        at += some;
        left -= some;
    }

    /// The frame is here; null where its message goes on.
    private @Nullable Heard end() {
        left = -1;
        have = 0;
        if (isControl()) {
            Buffer data = control;
            control = Buffer.buffer();
            return switch (opcode()) {
                case Frames.PING -> new Heard.Ping(data);
                case Frames.PONG -> new Heard.Pong();
                default -> closed(data);
            };
        }
        if (!isLast()) {
            return null;
        }
        boolean text = opening == Frames.TEXT;
        Buffer data = message;
        message = Buffer.buffer();
        opening = -1;
        pieces = 0;
        return text && !Frames.isText(data)
                ? new Heard.Broken(Closing.INVALID_TEXT, "a text is not UTF-8")
                : new Heard.Message(text, data);
    }

    private static Heard closed(Buffer data) {
        if (data.length() == 0) {
            return new Heard.Close(Closing.NO_CODE, "");
        }
        if (data.length() == 1 || !Closing.sendable(data.getUnsignedShort(0))) {
            return broken("a close frame has no valid code");
        }
        Buffer reason = data.getBuffer(2, data.length());
        return Frames.isText(reason)
                ? new Heard.Close(data.getUnsignedShort(0), reason.toString(StandardCharsets.UTF_8))
                : new Heard.Broken(Closing.INVALID_TEXT, "a reason is not UTF-8");
    }
}
