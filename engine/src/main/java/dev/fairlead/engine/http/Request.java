package dev.fairlead.engine.http;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// What an engine is asked.
public final class Request {
    private static final byte[] NOTHING = {};
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final int PIECE = 64 << 10;

    private final String method;
    private final String path;
    private final Map<String, String> headers;
    private final byte[] bytes;
    private final @Nullable InputStream stream;

    private Request(
            String method,
            String path,
            Map<String, String> headers,
            byte[] bytes,
            @Nullable InputStream stream) {
        this.method = method;
        this.path = path;
        this.headers = headers;
        this.bytes = bytes;
        this.stream = stream;
    }

    private static Request of(String method, String path) {
        return new Request(method, path, Map.of(), NOTHING, null);
    }

    public static Request get(String path) {
        return of("GET", path);
    }

    public static Request post(String path) {
        return of("POST", path);
    }

    public static Request put(String path) {
        return of("PUT", path);
    }

    public static Request delete(String path) {
        return of("DELETE", path);
    }

    public Request header(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Request(method, path, more, bytes, stream);
    }

    public Request json(byte[] content) {
        return new Request(method, path, headers, content, null)
                .header("Content-Type", "application/json");
    }

    /// Sends what the stream holds; it is not closed.
    public Request tar(InputStream content) {
        return new Request(method, path, headers, NOTHING, content)
                .header("Content-Type", "application/x-tar");
    }

    /// Whether asking twice does no more than asking once.
    boolean repeatable() {
        return stream == null && (method.equals("GET") || method.equals("DELETE"));
    }

    /// Throws `UncheckedIOException` where its own content cannot be read.
    void send(OutputStream out, boolean upgrade) throws IOException {
        out.write(head(upgrade).getBytes(StandardCharsets.UTF_8));
        if (stream == null) {
            out.write(bytes);
        } else {
            send(stream, out);
        }
        out.flush();
    }

    private String head(boolean upgrade) {
        var head = new StringBuilder(256);
        head.append(method).append(' ').append(safe(path)).append(" HTTP/1.1\r\nHost: engine\r\n");
        if (upgrade) {
            head.append("Connection: Upgrade\r\nUpgrade: tcp\r\n");
        }
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(safe(value)).append("\r\n"));
        if (stream == null) {
            head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
        } else {
            head.append("Transfer-Encoding: chunked\r\n\r\n");
        }
        return head.toString();
    }

    private static String safe(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) == 0x7f) {
                throw new IllegalArgumentException("a control character in a request");
            }
        }
        return text;
    }

    private static void send(InputStream from, OutputStream out) throws IOException {
        byte[] piece = new byte[PIECE];
        for (int read = read(from, piece); read >= 0; read = read(from, piece)) {
            if (read > 0) {
                out.write(Integer.toHexString(read).getBytes(StandardCharsets.US_ASCII));
                out.write(LINE_END);
                out.write(piece, 0, read);
                out.write(LINE_END);
            }
        }
        out.write('0');
        out.write(LINE_END);
        out.write(LINE_END);
    }

    private static int read(InputStream from, byte[] piece) {
        try {
            return from.read(piece);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
