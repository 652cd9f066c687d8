package dev.fairlead.wasm.contract;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Growing bytes, without the lock that `ByteArrayOutputStream` takes.
public final class ByteSink {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int length;

    public ByteSink(int capacity) {
        bytes = new byte[capacity];
    }

    public int length() {
        return length;
    }

    /// The array behind, valid up to `length`.
    public byte[] array() {
        return bytes;
    }

    public byte[] take() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }

    public void add(int value) {
        room(1);
        bytes[length++] = (byte) value;
    }

    public void add(byte[] other) {
        add(other, 0, other.length);
    }

    public void add(byte[] other, int from, int count) {
        room(count);
        System.arraycopy(other, from, bytes, length, count);
        length += count;
    }

    void addUtf8(int codePoint) {
        if (codePoint < 0x80) {
            add(codePoint);
        } else if (codePoint < 0x800) {
            add(0xc0 | (codePoint >> 6));
            add(0x80 | (codePoint & 0x3f));
        } else if (codePoint < 0x10000) {
            add(0xe0 | (codePoint >> 12));
            add(0x80 | ((codePoint >> 6) & 0x3f));
            add(0x80 | (codePoint & 0x3f));
        } else {
            add(0xf0 | (codePoint >> 18));
            add(0x80 | ((codePoint >> 12) & 0x3f));
            add(0x80 | ((codePoint >> 6) & 0x3f));
            add(0x80 | (codePoint & 0x3f));
        }
    }

    /// A JSON string, quotes included.
    void addJson(String text) {
        int count = text.length();
        room(count + 2);
        bytes[length++] = '"';
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                addJsonAscii(c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < count
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                addUtf8(Character.toCodePoint(c, text.charAt(++i)));
            } else {
                addUtf8(Character.isSurrogate(c) ? 0xfffd : c);
            }
        }
        add('"');
    }

    private void addJsonAscii(char c) {
        room(6);
        if (c == '"' || c == '\\') {
            bytes[length++] = '\\';
            bytes[length++] = (byte) c;
        } else if (c >= 0x20) {
            bytes[length++] = (byte) c;
        } else {
            bytes[length++] = '\\';
            bytes[length++] = 'u';
            bytes[length++] = '0';
            bytes[length++] = '0';
            bytes[length++] = HEX[c >> 4];
            bytes[length++] = HEX[c & 15];
        }
    }
}
