package dev.fairlead.sandbox.network;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// The only way out of one step: an HTTP proxy on a unix socket that knows `CONNECT` alone and
/// opens connections to the named servers alone. It resolves names itself and connects to the
/// address that it has checked.
public final class AllowListProxy implements AutoCloseable {
    private static final int REMARKS = 50;

    private final Path path;
    private final ServerSocketChannel listening;
    private final Set<String> hosts;
    private final NetworkRules rules;
    private final Consumer<String> remarks;
    private final AtomicLong bytesLeft;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final Set<String> remarked = new HashSet<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    private AllowListProxy(
            Path path,
            ServerSocketChannel listening,
            Set<String> hosts,
            NetworkRules rules,
            Consumer<String> remarks) {
        this.path = path;
        this.listening = listening;
        this.hosts = hosts;
        this.rules = rules;
        this.remarks = remarks;
        this.bytesLeft = new AtomicLong(rules.bytes());
    }

    /// Listens at `socket` for one step that may reach `hosts`; `remarks` hears what is refused.
    public static AllowListProxy open(
            Path socket, Set<String> hosts, NetworkRules rules, Consumer<String> remarks)
            throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listening.bind(UnixDomainSocketAddress.of(socket), 64);
            // The folder is ours alone; the step, another user, is handed the socket itself.
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
        } catch (IOException e) {
            listening.close();
            throw e;
        }
        var proxy = new AllowListProxy(socket, listening, lowerCase(hosts), rules, remarks);
        Thread.ofVirtual().name("step-network").start(proxy::accept);
        Thread.ofVirtual().name("step-network-silence").start(proxy::endSilent);
        return proxy;
    }

    private static Set<String> lowerCase(Set<String> hosts) {
        var all = new HashSet<String>();
        hosts.forEach(host -> all.add(host.toLowerCase(Locale.ROOT)));
        return all;
    }

    private void accept() {
        while (listening.isOpen()) {
            try {
                var connection = new Connection(this, listening.accept());
                if (open.size() < rules.connections()) {
                    open.add(connection);
                    Thread.ofVirtual().name("step-connection").start(connection::serve);
                } else {
                    remark("more than " + rules.connections() + " connections at a time");
                    connection.close();
                }
            } catch (IOException e) {
                remark("a connection was lost");
            }
        }
    }

    private void endSilent() {
        try {
            while (!closed.await(1, TimeUnit.SECONDS)) {
                open.stream()
                        .filter(connection -> connection.silentFor(rules.silence()))
                        .forEach(Connection::close);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean mayReach(Target target) {
        return hosts.contains(target.toString());
    }

    boolean mayBeInner(Target target) {
        return rules.inner().contains(target.toString());
    }

    NetworkRules rules() {
        return rules;
    }

    /// False where the step has moved all it may.
    boolean take(int bytes) {
        if (bytesLeft.addAndGet(-bytes) >= 0) {
            return true;
        }
        remark("more than " + (rules.bytes() >> 20) + " MiB moved");
        return false;
    }

    void ended(Connection connection) {
        open.remove(connection);
    }

    /// Once each, and not without end: a step must not fill its log by asking.
    void remark(String what) {
        synchronized (remarked) {
            if (closed.getCount() == 0 || remarked.size() >= REMARKS || !remarked.add(what)) {
                return;
            }
        }
        remarks.accept("network: " + what);
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            listening.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // Nobody can connect any more; the name goes with its folder at the next start.
        }
        open.forEach(Connection::close);
    }

    static void shut(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It is given up anyway.
        }
    }
}
