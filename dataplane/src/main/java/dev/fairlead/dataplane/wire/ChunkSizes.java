package dev.fairlead.dataplane.wire;

import io.netty.buffer.ByteBuf;

/// Reads the sizes of chunks (RFC 9112, section 7.1) once more, since the decoder takes a number
/// that is too large for what its last digits say, and stops at a blank.
final class ChunkSizes {
    private static final int MOST_DIGITS = 8;

    private enum State {
        SIZE,
        EXTENSION,
        DATA,
        END_OF_DATA,
        REST
    }

    private State state = State.SIZE;
    private int digits;
    private long size;

    void restart() {
        state = State.SIZE;
        digits = 0;
        size = 0;
    }

    /// Takes the bytes of a body that the decoder has taken; false where a size is none.
    boolean take(ByteBuf in, int from, int to) {
        for (int at = from; at < to; ) {
            if (state == State.REST) {
                return true;
            }
            if (state == State.DATA) {
                int some = (int) Math.min(size, to - at);
                size -= some;
                at += some;
                state = size == 0 ? State.END_OF_DATA : state;
                continue;
            }
            if (!step(in.getByte(at))) {
                return false;
            }
            at++;
        }
        return true;
    }

    private boolean step(byte one) {
        if (state == State.END_OF_DATA) {
            if (one == '\n') {
                restart();
            }
            return true;
        }
        int digit = state == State.SIZE ? Character.digit(one, 16) : -1;
        if (digit >= 0) {
            size = size << 4 | digit;
            digits++;
            return digits <= MOST_DIGITS;
        }
        if (one == '\n') {
            boolean some = digits > 0;
            state = size == 0 ? State.REST : State.DATA;
            return some;
        }
        if (one == ';' || state == State.EXTENSION) {
            state = State.EXTENSION;
            return digits > 0;
        }
        return one == '\r';
    }
}
