package dev.fairlead.wasm.contract;

import java.nio.charset.StandardCharsets;

/// Reads JSON where it lies, without building trees: checks that it is valid and finds where values
/// begin and end.
final class JsonBytes {
    private static final int DEEPEST = 512;

    private final byte[] bytes;
    private int at;

    JsonBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Not JSON.
    static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    /// Called for each member of an object, with where its value lies.
    interface Member {
        void at(String name, int from, int to);
    }

    static boolean valid(byte[] bytes) {
        try {
            var json = new JsonBytes(bytes);
            json.whole();
            return true;
        } catch (Malformed e) {
            return false;
        }
    }

    /// Checks that there is one value and nothing else; its first byte's position.
    int whole() {
        at = 0;
        space();
        int start = at;
        value(0);
        space();
        if (at != bytes.length) {
            throw broken();
        }
        return start;
    }

    /// Walks over the members of the object that begins at `from`.
    void members(int from, Member member) {
        at = from + 1;
        space();
        if (peek() == '}') {
            return;
        }
        while (true) {
            int nameFrom = at;
            string();
            String name = text(nameFrom, at);
            space();
            expect(':');
            space();
            int valueFrom = at;
            value(1);
            member.at(name, valueFrom, at);
            // Walking on does not mind what `member` read meanwhile: positions are passed by value.
            space();
            if (peek() != ',') {
                return;
            }
            at++;
            space();
        }
    }

    /// The elements of the array that begins at `from`; names are empty.
    void elements(int from, Member element) {
        at = from + 1;
        space();
        while (peek() != ']') {
            int valueFrom = at;
            value(1);
            element.at("", valueFrom, at);
            space();
            if (peek() == ',') {
                at++;
                space();
            }
        }
    }

    /// The string that lies between the quotes at `from` and `to - 1`.
    String text(int from, int to) {
        for (int i = from + 1; i < to - 1; i++) {
            if (bytes[i] == '\\') {
                return new String(unescape(from, to), StandardCharsets.UTF_8);
            }
        }
        return new String(bytes, from + 1, to - from - 2, StandardCharsets.UTF_8);
    }

    /// The same, as UTF-8.
    byte[] unescape(int from, int to) {
        var out = new ByteSink(Math.max(0, to - from - 2));
        int i = from + 1;
        while (i < to - 1) {
            byte b = bytes[i++];
            if (b != '\\') {
                out.add(b);
                continue;
            }
            byte kind = bytes[i++];
            switch (kind) {
                case 'b' -> out.add('\b');
                case 'f' -> out.add('\f');
                case 'n' -> out.add('\n');
                case 'r' -> out.add('\r');
                case 't' -> out.add('\t');
                case 'u' -> {
                    int unit = hex(i);
                    i += 4;
                    boolean pair =
                            Character.isHighSurrogate((char) unit)
                                    && i + 6 < to
                                    && bytes[i] == '\\'
                                    && bytes[i + 1] == 'u'
                                    && Character.isLowSurrogate((char) hex(i + 2));
                    if (pair) {
                        out.addUtf8(Character.toCodePoint((char) unit, (char) hex(i + 2)));
                        i += 6;
                    } else {
                        out.addUtf8(Character.isSurrogate((char) unit) ? 0xfffd : unit);
                    }
                }
                default -> out.add(kind);
            }
        }
        return out.take();
    }

    private int hex(int from) {
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            value = (value << 4) | Character.digit(bytes[i], 16);
        }
        return value;
    }

    private void value(int depth) {
        if (depth > DEEPEST) {
            throw new Malformed("it nests deeper than " + DEEPEST);
        }
        switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        }
    }

    private void object(int depth) {
        at++;
        space();
        if (peek() == '}') {
            at++;
            return;
        }
        while (true) {
            string();
            space();
            expect(':');
            space();
            value(depth + 1);
            space();
            if (peek() == '}') {
                at++;
                return;
            }
            expect(',');
            space();
        }
    }

    private void array(int depth) {
        at++;
        space();
        if (peek() == ']') {
            at++;
            return;
        }
        while (true) {
            value(depth + 1);
            space();
            if (peek() == ']') {
                at++;
                return;
            }
            expect(',');
            space();
        }
    }

    private void string() {
        expect('"');
        while (true) {
            int b = peek();
            at++;
            if (b == '"') {
                return;
            }
            if (b == '\\') {
                escape();
            } else if (b >= 0 && b < 0x20) {
                throw broken();
            }
        }
    }

    private void escape() {
        int kind = peek();
        at++;
        if (kind == 'u') {
            for (int i = 0; i < 4; i++) {
                if (Character.digit(peek(), 16) < 0) {
                    throw broken();
                }
                at++;
            }
        } else if ("\"\\/bfnrt".indexOf(kind) < 0) {
            throw broken();
        }
    }

    private void number() {
        if (peek() == '-') {
            at++;
        }
        if (at < bytes.length && bytes[at] == '0') {
            at++;
        } else {
            digits();
        }
        if (at < bytes.length && bytes[at] == '.') {
            at++;
            digits();
        }
        if (at < bytes.length && (bytes[at] | 0x20) == 'e') {
            at++;
            if (at < bytes.length && (bytes[at] == '+' || bytes[at] == '-')) {
                at++;
            }
            digits();
        }
    }

    private void digits() {
        int from = at;
        while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        if (at == from) {
            throw broken();
        }
    }

    private void word(String word) {
        for (int i = 0; i < word.length(); i++) {
            expect(word.charAt(i));
        }
    }

    private void space() {
        while (at < bytes.length
                && (bytes[at] == ' '
                        || bytes[at] == '\n'
                        || bytes[at] == '\r'
                        || bytes[at] == '\t')) {
            at++;
        }
    }

    private int peek() {
        if (at >= bytes.length) {
            throw broken();
        }
        return bytes[at];
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw broken();
        }
        at++;
    }

    private Malformed broken() {
        return new Malformed(
                at >= bytes.length ? "it ends too early" : "it is not valid at byte " + at);
    }
}
