package dev.fairlead.engine.http;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// HTTP/1.1 on one wire, one request after the other; some make it a plain stream in both
/// directions, and then it is good for nothing else.
final class Connection implements AutoCloseable {
    private static final int LONGEST_LINE = 8192;
    private static final int MOST_HEADERS = 100;
    private static final int MOST_INTERIM_ANSWERS = 10;
    private static final int SWITCHED = 101;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final int BUFFER = 16 << 10;

    private final Wire wire;
    private final InputStream in;
    private final OutputStream out;
    private int status;
    private Map<String, String> headers = Map.of();
    private InputStream body = InputStream.nullInputStream();
    private boolean answered;
    private boolean sentWhole;
    private boolean readWhole;
    private long lastUsed = System.nanoTime();

    Connection(Wire wire) {
        this.wire = wire;
        this.in = new BufferedInputStream(wire.in(), BUFFER);
        this.out = new BufferedOutputStream(wire.out(), BUFFER);
    }

    /// Sends it and reads the head of the answer. With `upgrade`, asks for a stream.
    void ask(Request request, boolean upgrade) throws IOException {
        answered = false;
        sentWhole = false;
        readWhole = false;
        try {
            request.send(out, upgrade);
            sentWhole = true;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (IOException e) {
            // Who refuses a request need not read all of it, and then the answer says why.
            readRefusal(e);
            return;
        }
        readHead();
    }

    private void readRefusal(IOException failure) throws IOException {
        try {
            readHead();
        } catch (IOException e) {
            failure.addSuppressed(e);
            throw failure;
        }
        if (status < 300) {
            throw failure;
        }
    }

    private void readHead() throws IOException {
        for (int interim = 0; interim < MOST_INTERIM_ANSWERS; interim++) {
            readOneHead();
            if (status >= 200 || status == SWITCHED) {
                body = bodyOf();
                return;
            }
        }
        throw malformed();
    }

    private void readOneHead() throws IOException {
        String[] words = line().split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.") || words[1].length() != 3) {
            throw new IOException("this is no container engine");
        }
        try {
            status = Integer.parseInt(words[1]);
        } catch (NumberFormatException e) {
            throw new IOException("this is no container engine", e);
        }
        headers = headers();
        if (words[0].equals("HTTP/1.0")) {
            headers.putIfAbsent("connection", "close");
        }
    }

    /// The fields of a head, or what follows the last chunk.
    private Map<String, String> headers() throws IOException {
        var all = new HashMap<String, String>();
        int lines = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 0 || ++lines > MOST_HEADERS) {
                throw malformed();
            }
            all.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return all;
    }

    private String line() throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw brokenOff();
            }
            answered = true;
            if (bytes.size() == LONGEST_LINE) {
                throw malformed();
            }
            bytes.write(b);
        }
        return bytes.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    private InputStream bodyOf() throws IOException {
        if (status == NO_CONTENT || status == NOT_MODIFIED) {
            readWhole = true;
            return InputStream.nullInputStream();
        }
        if (status != SWITCHED && headers.containsKey("transfer-encoding")) {
            return new Pieces();
        }
        String length = headers.get("content-length");
        if (status != SWITCHED && length != null) {
            return new Pieces(number(length, 10));
        }
        return in;
    }

    private static long number(String text, int base) throws IOException {
        try {
            long value = Long.parseLong(text.strip(), base);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // It is no better than a negative one.
        }
        throw malformed();
    }

    private static IOException malformed() {
        return new IOException("the engine's answer is malformed");
    }

    private static EOFException brokenOff() {
        return new EOFException("the engine broke off");
    }

    int status() {
        return status;
    }

    /// What follows the head; for a stream, what the other end sends until it closes.
    InputStream body() {
        return body;
    }

    /// Whether anything came back for the last request.
    boolean answered() {
        return answered;
    }

    /// What goes to the other end of a stream; closing it closes that direction alone.
    OutputStream input() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                wire.out().write(b);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                wire.out().write(bytes, from, length);
            }

            @Override
            public void close() throws IOException {
                wire.endOutput();
            }
        };
    }

    /// Whether another request can be asked after the last.
    boolean reusable() {
        return sentWhole && readWhole && !"close".equalsIgnoreCase(headers.get("connection"));
    }

    void rest() {
        lastUsed = System.nanoTime();
    }

    boolean restedLonger(long nanos) {
        return System.nanoTime() - lastUsed > nanos;
    }

    boolean holds() {
        return wire.holds();
    }

    @Override
    public void close() {
        wire.close();
    }

    /// A body whose end is known: of a length, or in chunks.
    private final class Pieces extends InputStream {
        private final boolean chunked;
        private long left;
        private boolean first = true;

        Pieces() {
            this.chunked = true;
        }

        Pieces(long length) {
            this.chunked = false;
            this.left = length;
            readWhole = length == 0;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (left == 0 && chunked && !readWhole) {
                next();
            }
            if (left == 0) {
                return -1;
            }
            int read = in.read(bytes, from, (int) Math.min(length, left));
            if (read < 0) {
                throw brokenOff();
            }
            left -= read;
            if (left == 0 && !chunked) {
                readWhole = true;
            }
            return read;
        }

        private void next() throws IOException {
            if (!first && !line().isEmpty()) {
                throw malformed();
            }
            first = false;
            left = number(line().split(";", 2)[0], 16);
            if (left == 0) {
                headers();
                readWhole = true;
            }
        }
    }
}
