package dev.fairlead.engine;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// One request to the engine and its answer: HTTP/1.1 on a connection of its own, which for some
/// requests becomes a plain stream in both directions.
final class Connection implements AutoCloseable {
    private static final int LONGEST_LINE = 8192;
    private static final int MOST_HEADERS = 100;
    private static final int SWITCHED = 101;
    private static final int NO_CONTENT = 204;

    private final SocketChannel channel;
    private final InputStream in;
    private final OutputStream out;
    private int status;
    private Map<String, String> headers = Map.of();

    private Connection(SocketChannel channel) {
        this.channel = channel;
        this.in = new BufferedInputStream(Channels.newInputStream(channel), 16 << 10);
        this.out = Channels.newOutputStream(channel);
    }

    static Connection open(EngineAddress address) throws IOException {
        return new Connection(SocketChannel.open(UnixDomainSocketAddress.of(address.socket())));
    }

    /// What is asked; `body` may be empty.
    static final class Request {
        private final String method;
        private final String path;
        private final String type;
        private final byte[] body;

        Request(String method, String path, String type, byte[] body) {
            this.method = method;
            this.path = path;
            this.type = type;
            this.body = body;
        }

        static Request get(String path) {
            return new Request("GET", path, "", new byte[0]);
        }

        static Request post(String path) {
            return new Request("POST", path, "", new byte[0]);
        }

        static Request delete(String path) {
            return new Request("DELETE", path, "", new byte[0]);
        }
    }

    /// Sends it and reads the head of the answer. With `stream`, asks for a stream.
    void ask(Request request, boolean stream) throws IOException {
        var head = new StringBuilder();
        head.append(request.method).append(' ').append(request.path).append(" HTTP/1.1\r\n");
        head.append("Host: engine\r\n");
        head.append(stream ? "Connection: Upgrade\r\nUpgrade: tcp\r\n" : "Connection: close\r\n");
        if (!request.type.isEmpty()) {
            head.append("Content-Type: ").append(request.type).append("\r\n");
        }
        head.append("Content-Length: ").append(request.body.length).append("\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.UTF_8));
        out.write(request.body);
        readHead();
    }

    private void readHead() throws IOException {
        String[] words = line().split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.") || words[1].length() != 3) {
            throw new IOException("this is no container engine");
        }
        status = Integer.parseInt(words[1]);
        var all = new HashMap<String, String>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 0 || all.size() == MOST_HEADERS) {
                throw new IOException("the engine's answer is malformed");
            }
            all.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        headers = all;
    }

    private String line() throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the engine broke off");
            }
            if (bytes.size() == LONGEST_LINE) {
                throw new IOException("the engine's answer is malformed");
            }
            bytes.write(b);
        }
        return bytes.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    int status() {
        return status;
    }

    /// What follows the head; for a stream, what the other end sends until it closes.
    InputStream body() {
        if (status == NO_CONTENT) {
            return InputStream.nullInputStream();
        }
        if (status == SWITCHED) {
            return in;
        }
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return new Chunks();
        }
        return in;
    }

    /// What goes to the other end of a stream; closing it closes that direction alone.
    OutputStream input() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                out.write(b);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
            }

            @Override
            public void close() throws IOException {
                if (channel.isOpen()) {
                    channel.shutdownOutput();
                }
            }
        };
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is given up anyway.
        }
    }

    private final class Chunks extends InputStream {
        private long left;
        private boolean first = true;
        private boolean over;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (left == 0 && !next()) {
                return -1;
            }
            int read = in.read(bytes, from, (int) Math.min(length, left));
            if (read < 0) {
                throw new EOFException("the engine broke off");
            }
            left -= read;
            return read;
        }

        private boolean next() throws IOException {
            if (over) {
                return false;
            }
            if (!first) {
                line();
            }
            first = false;
            try {
                left = Long.parseLong(line().split(";", 2)[0].strip(), 16);
            } catch (NumberFormatException e) {
                throw new IOException("the engine's answer is malformed", e);
            }
            over = left == 0;
            return !over;
        }
    }
}
