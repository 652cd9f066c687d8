package dev.fairlead.dataplane.proxy;

import io.netty.buffer.ByteBuf;

/// Finds where the frames of a WebSocket end (RFC 6455, section 5.2) in bytes that pass by, without
/// looking at what is in them.
final class FrameScanner {
    private static final int CLOSE = 8;
    private static final int MASKED = 0x80;

    private final byte[] head = new byte[14];
    private int have;
    private long left;
    private boolean closing;

    /// Whether the next byte begins a frame.
    boolean between() {
        return have == 0 && left == 0;
    }

    /// Whether a close frame has begun.
    boolean closing() {
        return closing;
    }

    /// Takes all of `bytes`.
    void take(ByteBuf bytes) {
        for (int at = bytes.readerIndex(); at < bytes.writerIndex(); ) {
            at = step(bytes, at);
        }
    }

    /// Takes `bytes` as far as the frame that is under way, and says how many those are.
    int takeFrame(ByteBuf bytes) {
        int at = bytes.readerIndex();
        while (at < bytes.writerIndex() && !between()) {
            at = step(bytes, at);
        }
        return at - bytes.readerIndex();
    }

    private int step(ByteBuf bytes, int at) {
        if (left > 0) {
            int some = (int) Math.min(left, bytes.writerIndex() - at);
            left -= some;
            return at + some;
        }
        head[have++] = bytes.getByte(at);
        if (have >= 2 && have == headLength()) {
            closing |= (head[0] & 0x0f) == CLOSE;
            left = payload();
            have = 0;
        }
        return at + 1;
    }

    private int headLength() {
        int length = head[1] & 0x7f;
        int more = length == 126 ? 2 : length == 127 ? 8 : 0;
        return 2 + more + ((head[1] & MASKED) != 0 ? 4 : 0);
    }

    private long payload() {
        int length = head[1] & 0x7f;
        if (length < 126) {
            return length;
        }
        long value = 0;
        for (int i = 2; i < (length == 126 ? 4 : 10); i++) {
            value = value << 8 | (head[i] & 0xff);
        }
        // The highest bit must be 0; a frame that is larger than all there is never ends.
        return value < 0 ? Long.MAX_VALUE : value;
    }
}
