package dev.fairlead.engine.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Listens at a socket and answers each connection as a test says.
public final class FakeEngine implements AutoCloseable {
    private final ServerSocketChannel server;
    private final Path socket;
    private final Talk talk;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final List<String> heads = new CopyOnWriteArrayList<>();

    /// One connection, the how manieth it is, from 1.
    @FunctionalInterface
    public interface Talk {
        void talk(Peer peer, int number) throws IOException;
    }

    private FakeEngine(ServerSocketChannel server, Path socket, Talk talk) {
        this.server = server;
        this.socket = socket;
        this.talk = talk;
    }

    public static FakeEngine at(Path folder, Talk talk) throws IOException {
        Path socket = folder.resolve("s");
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        var engine = new FakeEngine(server, socket, talk);
        Thread.ofVirtual().start(engine::accept);
        return engine;
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = server.accept();
                int number = connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(channel, number));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(SocketChannel channel, int number) {
        try (channel) {
            talk.talk(new Peer(channel), number);
        } catch (IOException e) {
            // Whoever asked went away.
        }
        ended.incrementAndGet();
    }

    public Path socket() {
        return socket;
    }

    int connections() {
        return connections.get();
    }

    /// Connections that this end has closed.
    int ended() {
        return ended.get();
    }

    List<String> heads() {
        return heads;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /// The engine's end of a connection.
    public final class Peer {
        private final InputStream in;
        private final OutputStream out;

        private Peer(SocketChannel channel) {
            this.in = new BufferedInputStream(Channels.newInputStream(channel));
            this.out = Channels.newOutputStream(channel);
        }

        /// The head of the next request, empty when there is none.
        public String head() throws IOException {
            var head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n")) {
                int b = in.read();
                if (b < 0) {
                    return "";
                }
                head.append((char) b);
            }
            heads.add(head.toString());
            return head.toString();
        }

        public InputStream in() {
            return in;
        }

        public void say(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        /// The same until whoever listens goes away.
        public void repeat(String text) throws IOException {
            while (true) {
                say(text);
            }
        }

        public void answer(String body) throws IOException {
            say("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        }

        /// Answers all requests of the connection alike.
        public void keepAnswering(String body) throws IOException {
            while (!head().isEmpty()) {
                answer(body);
            }
        }
    }
}
