package dev.fairlead.dataplane.proxy;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// An upstream of plain sockets, which keeps all that it got. What it answers to a path is written
/// by the test; else it tells the head that came and the length of the body.
final class Origin implements AutoCloseable {
    private final ServerSocket server;
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();

    /// What a request looked like.
    record Asked(String line, List<String> fields, String text) {
        String head() {
            return line + "\n" + String.join("\n", fields);
        }

        Optional<String> field(String name) {
            return fields.stream()
                    .filter(f -> f.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                    .map(f -> f.substring(name.length() + 1).strip())
                    .findFirst();
        }
    }

    /// Answers a request whose head was read and whose body was not.
    interface Script {
        void answer(Talk talk) throws IOException;
    }

    /// A connection in the middle of a request.
    record Talk(Socket socket, InputStream in, OutputStream out, String line, List<String> fields) {
        void say(String text) throws IOException {
            out.write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        byte[] body() throws IOException {
            return Origin.body(in, fields);
        }
    }

    Origin() {
        try {
            server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    Asked last() {
        return asked().getLast();
    }

    Origin on(String path, Script script) {
        scripts.put(path, script);
        return this;
    }

    Script script(String path) {
        return Objects.requireNonNull(scripts.get(path));
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream());
            var out = socket.getOutputStream();
            for (String line = line(in); line != null; line = line(in)) {
                List<String> fields = fields(in);
                var talk = new Talk(socket, in, out, line, fields);
                String target = line.split(" ", -1)[1];
                Script script = scripts.get(target.split("\\?", -1)[0]);
                if (script == null) {
                    byte[] body = talk.body();
                    var one =
                            new Asked(line, fields, new String(body, StandardCharsets.ISO_8859_1));
                    asked.add(one);
                    String text = one.head() + "\n" + body.length;
                    talk.say(
                            "HTTP/1.1 200 OK\ncontent-type: text/plain\ncontent-length: "
                                    + text.length()
                                    + "\n\n");
                    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
                } else {
                    asked.add(new Asked(line, fields, ""));
                    script.answer(talk);
                }
            }
        } catch (IOException e) {
            // The other end went away, as it may.
        } finally {
            open.remove(socket);
        }
    }

    static List<String> fields(InputStream in) throws IOException {
        var fields = new java.util.ArrayList<String>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            fields.add(line);
        }
        return fields;
    }

    /// Null at the end.
    static @Nullable String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    static byte[] body(InputStream in, List<String> fields) throws IOException {
        for (String field : fields) {
            String lower = field.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                return in.readNBytes(Integer.parseInt(lower.substring(15).strip()));
            }
            if (lower.startsWith("transfer-encoding:")) {
                return chunks(in, fields);
            }
        }
        return new byte[0];
    }

    private static byte[] chunks(InputStream in, List<String> fields) throws IOException {
        var all = new ByteArrayOutputStream();
        while (true) {
            String size = line(in);
            if (size == null) {
                throw new IOException("cut in a chunk");
            }
            int length = Integer.parseInt(size, 16);
            if (length == 0) {
                fields.addAll(fields(in));
                return all.toByteArray();
            }
            all.write(in.readNBytes(length));
            line(in);
        }
    }

    void cutAll() {
        open.forEach(socket -> {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cutAll();
    }
}
