package dev.fairlead.sandbox.inside;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;

/// Stands between a command in an empty network and the proxy outside: listens on loopback, copies
/// each connection to a unix socket, and ends with the command's exit code. Without lambdas, which
/// would make it start later.
public final class Forwarder implements Runnable {
    public static final int PORT = 3128;

    /// The class files that have to be there.
    public static final List<Class<?>> CLASSES = List.of(Forwarder.class, Copy.class);

    private static final int EXIT_PATIENCE_MS = 100;

    private final ServerSocketChannel listening;
    private final UnixDomainSocketAddress proxy;

    private Forwarder(ServerSocketChannel listening, UnixDomainSocketAddress proxy) {
        this.listening = listening;
        this.proxy = proxy;
    }

    /// The proxy's socket, then the command.
    public static void main(String[] args) throws IOException, InterruptedException {
        ServerSocketChannel listening = ServerSocketChannel.open();
        listening.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), PORT), 64);
        var accepting =
                new Thread(new Forwarder(listening, UnixDomainSocketAddress.of(args[0])), "accept");
        accepting.setDaemon(true);
        accepting.start();
        var command = new ProcessBuilder(Arrays.asList(args).subList(1, args.length));
        int code = command.inheritIO().start().waitFor();
        // A thread that waits in the kernel would hold up the exit for 300 ms.
        listening.close();
        accepting.join(EXIT_PATIENCE_MS);
        System.exit(code);
    }

    @Override
    public void run() {
        try {
            while (true) {
                connect(listening.accept());
            }
        } catch (AsynchronousCloseException e) {
            // The command has ended.
        } catch (IOException e) {
            System.err.println("network: the way out is closed: " + e.getMessage());
        }
    }

    private void connect(SocketChannel client) throws IOException {
        SocketChannel server = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.connect(proxy);
        } catch (IOException e) {
            client.close();
            server.close();
            return;
        }
        new Copy(client, server).start();
        new Copy(server, client).start();
    }
}
