package dev.fairlead.testkit.engines;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A container engine of a test's own: Docker's daemon with its own folders and socket, beside
/// whatever engine the machine has, without a network to set up.
public final class EngineDaemon implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path PROGRAM = Path.of("/usr/sbin/dockerd");

    private final Path folder;
    private final Thread atExit = new Thread(this::stop, "engine-stop");

    private EngineDaemon(Path folder) {
        this.folder = folder;
    }

    /// Starts one and waits until it answers.
    public static EngineDaemon start() throws IOException, InterruptedException {
        if (!Files.isExecutable(PROGRAM)) {
            throw new IOException(PROGRAM + " is missing: install the package docker.io");
        }
        // Short, since sockets below it have names of at most 107 bytes.
        var daemon = new EngineDaemon(Files.createTempDirectory("engine"));
        Runtime.getRuntime().addShutdownHook(daemon.atExit);
        daemon.launch();
        return daemon;
    }

    private void launch() throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("/usr/bin/setsid", "--fork", PROGRAM.toString()));
        command.addAll(List.of("--data-root", folder.resolve("data").toString()));
        command.addAll(List.of("--exec-root", folder.resolve("exec").toString()));
        command.addAll(List.of("--pidfile", folder.resolve("pid").toString()));
        command.addAll(List.of("--host", "unix://" + socket()));
        command.addAll(List.of("--bridge=none", "--iptables=false", "--ip6tables=false"));
        command.addAll(List.of("--log-level=warn"));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(log().toFile());
        Process starter = builder.start();
        starter.waitFor();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (System.nanoTime() > end) {
                String said = Files.readString(log());
                close();
                throw new IOException("the engine does not answer: " + said);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    public Path socket() {
        return folder.resolve("s");
    }

    /// What the daemon says about itself.
    public Path log() {
        return folder.resolve("log");
    }

    private boolean answers() {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            String ask = "GET /_ping HTTP/1.1\r\nHost: engine\r\nConnection: close\r\n\r\n";
            channel.write(ByteBuffer.wrap(ask.getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer answer = ByteBuffer.allocate(64);
            channel.read(answer);
            return new String(answer.array(), StandardCharsets.US_ASCII).startsWith("HTTP/1.1 200");
        } catch (IOException e) {
            return false;
        }
    }

    /// Ends it with all its containers and removes what it kept.
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        stop();
    }

    private void stop() {
        try {
            Path pidFile = folder.resolve("pid");
            if (Files.exists(pidFile)) {
                long pid = Long.parseLong(Files.readString(pidFile).strip());
                ProcessHandle.of(pid).ifPresent(EngineDaemon::end);
            }
            for (String mount : mounts()) {
                run(List.of("/usr/bin/umount", "-l", mount));
            }
            run(List.of("/usr/bin/rm", "-rf", "--one-file-system", folder.toString()));
        } catch (IOException e) {
            throw new IllegalStateException("the engine in " + folder + " stays", e);
        }
    }

    private static void end(ProcessHandle daemon) {
        List<ProcessHandle> all = new ArrayList<>(daemon.descendants().toList());
        daemon.destroy();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (daemon.isAlive() && System.nanoTime() < end) {
            LockSupport.parkNanos(10_000_000);
        }
        all.add(daemon);
        all.forEach(ProcessHandle::destroyForcibly);
    }

    /// The innermost first.
    private List<String> mounts() throws IOException {
        var found = new ArrayList<String>();
        for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
            String place = line.split(" ", 3)[1];
            if (place.startsWith(folder + "/")) {
                found.add(place);
            }
        }
        Collections.reverse(found);
        return found;
    }

    private static void run(List<String> command) throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
