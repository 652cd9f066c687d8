package dev.fairlead.sandbox.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// One connection of a step to its proxy, and from there to the server it asked for.
final class Connection {
    private static final int LONGEST_HEAD = 8192;
    private static final int CONNECT_PATIENCE_MS = 10_000;
    private static final String HEAD_END = "\r\n\r\n";

    private final AllowListProxy proxy;
    private final SocketChannel client;
    private final Set<SocketChannel> channels = ConcurrentHashMap.newKeySet();
    private volatile long traffic = System.nanoTime();
    private volatile boolean closed;

    Connection(AllowListProxy proxy, SocketChannel client) {
        this.proxy = proxy;
        this.client = client;
        channels.add(client);
    }

    void serve() {
        try {
            Optional<String> head = head(client);
            Optional<Target> asked = head.flatMap(Connection::asked);
            if (asked.isEmpty()) {
                refuse("a request that is no CONNECT to a name and port", "a request");
            } else if (!proxy.mayReach(asked.get())) {
                refuse(asked.get().toString(), asked.get().toString());
            } else {
                tunnel(asked.get());
            }
        } catch (IOException e) {
            // The step or the server hung up.
        } finally {
            close();
        }
    }

    private static Optional<Target> asked(String head) {
        String[] words = head.lines().findFirst().orElse("").split(" ", -1);
        return words.length == 3 && words[0].equals("CONNECT")
                ? Target.parse(words[1])
                : Optional.empty();
    }

    private void tunnel(Target target) throws IOException {
        Optional<SocketChannel> server = connect(target);
        if (server.isEmpty()) {
            return;
        }
        say(client, "HTTP/1.1 200 Connection established\r\n\r\n");
        var back =
                Thread.ofVirtual()
                        .name("step-connection-back")
                        .start(() -> copy(server.get(), client));
        copy(client, server.get());
        try {
            back.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<SocketChannel> connect(Target target) throws IOException {
        Optional<String> upstream = proxy.rules().upstream();
        if (upstream.isPresent() && !proxy.mayBeInner(target)) {
            return throughUpstream(upstream.get(), target);
        }
        Optional<InetSocketAddress> address;
        try {
            address = target.resolve(proxy.mayBeInner(target));
        } catch (IOException e) {
            proxy.remark("no server is named " + target);
            say(client, "HTTP/1.1 502 No such server\r\n\r\n");
            return Optional.empty();
        }
        if (address.isEmpty()) {
            refuse(target + ", which is an address of a private network", target.toString());
            return Optional.empty();
        }
        try {
            return Optional.of(open(address.get()));
        } catch (IOException e) {
            proxy.remark("no connection to " + target);
            say(client, "HTTP/1.1 502 No connection\r\n\r\n");
            return Optional.empty();
        }
    }

    private Optional<SocketChannel> throughUpstream(String upstream, Target target)
            throws IOException {
        Target way =
                Target.parse(upstream)
                        .orElseThrow(() -> new IOException("not a host:port: " + upstream));
        SocketChannel server = open(way.resolve(true).orElseThrow());
        say(server, "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + HEAD_END);
        String answer = head(server).orElse("");
        if (answer.startsWith("HTTP/1.1 200") || answer.startsWith("HTTP/1.0 200")) {
            return Optional.of(server);
        }
        proxy.remark("the upstream proxy refused " + target);
        say(client, "HTTP/1.1 502 Refused upstream\r\n\r\n");
        return Optional.empty();
    }

    private SocketChannel open(InetSocketAddress address) throws IOException {
        SocketChannel server = SocketChannel.open();
        channels.add(server);
        if (closed) {
            AllowListProxy.shut(server);
        }
        server.socket().connect(address, CONNECT_PATIENCE_MS);
        return server;
    }

    /// Byte by byte, since what follows the head belongs to the tunnel.
    private Optional<String> head(SocketChannel from) throws IOException {
        var text = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (text.length() < LONGEST_HEAD && from.read(one) == 1) {
            traffic = System.nanoTime();
            text.append((char) (one.get(0) & 0xff));
            one.clear();
            if (text.toString().endsWith(HEAD_END)) {
                return Optional.of(text.toString());
            }
        }
        return Optional.empty();
    }

    private void refuse(String what, String shortly) throws IOException {
        proxy.remark("refused " + what);
        String body = "This step may not reach " + shortly + ".\n";
        say(
                client,
                "HTTP/1.1 403 Not allowed\r\nConnection: close\r\nContent-Length: "
                        + body.length()
                        + HEAD_END
                        + body);
    }

    private static void say(SocketChannel to, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    private void copy(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(16 << 10);
        try {
            while (from.read(buffer) >= 0) {
                traffic = System.nanoTime();
                buffer.flip();
                if (!proxy.take(buffer.remaining())) {
                    close();
                    return;
                }
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            close();
        }
    }

    boolean silentFor(Duration silence) {
        return System.nanoTime() - traffic > silence.toNanos();
    }

    void close() {
        closed = true;
        channels.forEach(AllowListProxy::shut);
        proxy.ended(this);
    }
}
