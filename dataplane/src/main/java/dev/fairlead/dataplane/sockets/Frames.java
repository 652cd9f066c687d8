package dev.fairlead.dataplane.sockets;

import io.vertx.core.buffer.Buffer;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Frames as a server sends them: whole, and not masked (RFC 6455, section 5).
final class Frames {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    static final int MOST_CONTROL = 125;

    private static final int LAST = 0x80;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;

    private Frames() {}

    static Buffer frame(int opcode, Buffer data) {
        int length = data.length();
        var frame = Buffer.buffer(length + 10).appendByte((byte) (LAST | opcode));
        if (length < TWO_BYTES) {
            frame.appendByte((byte) length);
        } else if (length <= 0xffff) {
            frame.appendByte((byte) TWO_BYTES).appendUnsignedShort(length);
        } else {
            frame.appendByte((byte) EIGHT_BYTES).appendLong(length);
        }
        return frame.appendBuffer(data);
    }

    /// A reason is cut where it has no room.
    static Buffer close(int code, String reason) {
        if (!Closing.sendable(code)) {
            return frame(CLOSE, Buffer.buffer());
        }
        var data = Buffer.buffer().appendUnsignedShort(code);
        String fits = reason;
        while (fits.getBytes(StandardCharsets.UTF_8).length > MOST_CONTROL - 2) {
            fits = fits.substring(0, fits.offsetByCodePoints(fits.length(), -1));
        }
        return frame(CLOSE, data.appendString(fits));
    }

    /// Whether the bytes are text.
    static boolean isText(Buffer data) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data.getBytes()));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
