package dev.fairlead.testkit.engines;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// A registry of images at a port of the loopback address, without TLS, that knows one user or asks
/// nobody who they are.
public final class LocalRegistry implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
    private static final String HASH =
            "$2b$05$abcdefghijklmnopqrstuuSnF5tLPqPFqc0z9CY0HcSLFbSRlL67u";

    public static final String USER = "ada";
    public static final String PASSWORD = "correct-horse-battery";

    private final OwnFolder folder;
    private final Process process;
    private final int port;
    private final Thread atExit = new Thread(this::stop, "registry-stop");

    private LocalRegistry(OwnFolder folder, Process process, int port) {
        this.folder = folder;
        this.process = process;
        this.port = port;
    }

    public static LocalRegistry start() throws IOException {
        return start(true);
    }

    /// One for whoever comes.
    public static LocalRegistry open() throws IOException {
        return start(false);
    }

    private static LocalRegistry start(boolean closed) throws IOException {
        if (!Files.isExecutable(PROGRAM)) {
            throw new IOException(PROGRAM + " is missing: install the package docker-registry");
        }
        OwnFolder folder = OwnFolder.make();
        Path users = Files.writeString(folder.path().resolve("users"), USER + ":" + HASH + "\n");
        int port = freePort();
        Path settings =
                Files.writeString(
                        folder.path().resolve("config.yml"),
                        """
                        version: 0.1
                        storage:
                          filesystem:
                            rootdirectory: %s
                          delete:
                            enabled: true
                        http:
                          addr: 127.0.0.1:%d
                        %s\
                        """
                                .formatted(
                                        folder.path().resolve("data"),
                                        port,
                                        closed ? auth(users) : ""));
        Process process =
                folder.start(List.of(PROGRAM.toString(), "serve", settings.toString()), Map.of());
        var registry = new LocalRegistry(folder, process, port);
        Runtime.getRuntime().addShutdownHook(registry.atExit);
        registry.awaitPort();
        return registry;
    }

    private static String auth(Path users) {
        return "auth:\n  htpasswd:\n    realm: test\n    path: " + users + "\n";
    }

    /// One that nobody listens at now.
    public static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitPort() throws IOException {
        long end = System.nanoTime() + OwnFolder.PATIENCE.toNanos();
        while (!listens()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                String said = Files.readString(folder.log());
                close();
                throw new IOException("the registry does not start: " + said);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private boolean listens() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// As images name it: `127.0.0.1:` and its port.
    public String name() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        stop();
    }

    private void stop() {
        process.destroy();
        OwnFolder.awaitEnd(process.toHandle());
        try {
            folder.remove();
        } catch (IOException e) {
            throw new IllegalStateException("the registry in " + folder.path() + " stays", e);
        }
    }
}
