package dev.fairlead.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Something that already runs: tells its name, sends events, and echoes what comes by WebSocket.
final class NamedUpstream implements AutoCloseable {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final String name;
    private final ServerSocket listening;
    private final Set<Socket> streams = ConcurrentHashMap.newKeySet();

    NamedUpstream(String name) {
        this.name = name;
        try {
            this.listening = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::listen);
    }

    String target() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    private void listen() {
        while (!listening.isClosed()) {
            try {
                Socket one = listening.accept();
                Thread.ofVirtual().start(() -> serve(one));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = socket.getInputStream();
                OutputStream out = socket.getOutputStream()) {
            for (List<String> head = head(in); !head.isEmpty(); head = head(in)) {
                Optional<String> key =
                        head.stream()
                                .filter(line ->
                                        line.toLowerCase(Locale.ROOT)
                                                .startsWith("sec-websocket-key:"))
                                .findAny();
                if (key.isPresent()) {
                    echo(in, out, key.get().split(":", 2)[1].strip());
                    return;
                }
                if (head.getFirst().contains("/events")) {
                    say(out, "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n");
                    say(out, "data: first of " + name + "\n\n");
                    streams.add(socket);
                    in.read();
                    return;
                }
                say(out, "HTTP/1.1 200 OK\r\ncontent-length: " + name.length() + "\r\n\r\n" + name);
            }
        } catch (IOException e) {
            // whoever asked went away
        }
    }

    /// Ends all streams of events in order, by a last one.
    void finish() {
        streams.forEach(socket -> {
            try (socket) {
                say(socket.getOutputStream(), "data: last of " + name + "\n\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static List<String> head(InputStream in) throws IOException {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                String text = line.toString().strip();
                line.setLength(0);
                if (text.isEmpty()) {
                    return lines;
                }
                lines.add(text);
            } else {
                line.append((char) c);
            }
        }
        return List.of();
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /// Short frames of text alone, each answered by its text and our name.
    private void echo(InputStream in, OutputStream out, String key) throws IOException {
        say(
                out,
                "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n"
                        + "sec-websocket-accept: "
                        + accept(key)
                        + "\r\n\r\n");
        while (in.read() == 0x81) {
            int length = in.read() & 0x7f;
            byte[] mask = in.readNBytes(4);
            byte[] text = in.readNBytes(length);
            for (int i = 0; i < text.length; i++) {
                text[i] ^= mask[i % 4];
            }
            byte[] answer =
                    (new String(text, StandardCharsets.UTF_8) + " " + name)
                            .getBytes(StandardCharsets.UTF_8);
            out.write(0x81);
            out.write(answer.length);
            out.write(answer);
            out.flush();
        }
    }

    private static String accept(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
