package dev.fairlead.testkit.engines;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The folder of one engine: all it keeps, its socket and what it says.
record OwnFolder(Path path) {
    static final Duration PATIENCE = Duration.ofMinutes(2);

    /// In which one shows that it lives.
    private static final Duration BEGUN = Duration.ofSeconds(10);

    private static final long PAUSE_NANOS = 20_000_000;

    static OwnFolder make() throws IOException {
        // Short, since Podman takes no more than 50 characters, wherever temporary files are.
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        int number = ThreadLocalRandom.current().nextInt();
        Path path = temporary.resolve("e" + Integer.toUnsignedString(number, Character.MAX_RADIX));
        return new OwnFolder(
                Files.createDirectory(
                        path,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------"))));
    }

    Path socket() {
        return path.resolve("s");
    }

    Path log() {
        return path.resolve("log");
    }

    /// Starts a program that tells the log what it says.
    Process start(List<String> command, Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.directory(path.toFile());
        builder.environment().putAll(environment);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        return builder.start();
    }

    /// Whether an engine that was started lives.
    interface Life {
        boolean lives(Process started) throws IOException;
    }

    /// Starts an engine and waits until it answers. One that ends before, as Docker's does where
    /// its containerd takes long, is started again, as the machine's own would be.
    Process startEngine(List<String> command, Map<String, String> environment, Life life)
            throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Process engine = start(command, environment);
        long looked = System.nanoTime();
        while (!answers()) {
            if (System.nanoTime() > end) {
                throw new IOException("the engine does not answer: " + Files.readString(log()));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            if (System.nanoTime() - looked > BEGUN.toNanos() && !life.lives(engine)) {
                engine = start(command, environment);
                looked = System.nanoTime();
            }
        }
        return engine;
    }

    private boolean answers() {
        return ask("/_ping").contains(" 200 OK\r\n");
    }

    /// All that the engine answers to a GET; nothing where it does not.
    String ask(String path) {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            String ask = "GET " + path + " HTTP/1.0\r\nHost: engine\r\n\r\n";
            channel.write(ByteBuffer.wrap(ask.getBytes(StandardCharsets.US_ASCII)));
            byte[] answer = Channels.newInputStream(channel).readAllBytes();
            return new String(answer, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    static void awaitEnd(ProcessHandle process) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (process.isAlive() && System.nanoTime() < end) {
            LockSupport.parkNanos(10_000_000);
        }
    }

    /// Ends what an engine left to itself: what watches over its containers, they themselves, and
    /// commands of a build that nobody waits for.
    void endLeftovers() {
        ProcessHandle.allProcesses()
                .filter(each ->
                        each.info().commandLine().orElse("").contains(path + "/")
                                || within(each.pid()))
                .forEach(ProcessHandle::destroyForcibly);
    }

    /// Whether its files are in this folder.
    private boolean within(long pid) {
        Path process = Path.of("/proc/" + pid);
        try {
            Path own = Files.readSymbolicLink(Path.of("/proc/self/ns/mnt"));
            return !Files.readSymbolicLink(process.resolve("ns/mnt")).equals(own)
                    && Files.readString(process.resolve("mountinfo")).contains(path + "/");
        } catch (IOException e) {
            // It ended meanwhile.
            return false;
        }
    }

    void remove() throws IOException {
        for (String mount : mounts()) {
            run(List.of("/usr/bin/umount", "-l", mount), Map.of());
        }
        run(List.of("/usr/bin/rm", "-rf", "--one-file-system", path.toString()), Map.of());
    }

    /// The innermost first.
    private List<String> mounts() throws IOException {
        var found = new ArrayList<String>();
        for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
            String place = line.split(" ", 3)[1];
            if (place.startsWith(path + "/")) {
                found.add(place);
            }
        }
        Collections.reverse(found);
        return found;
    }

    static void run(List<String> command, Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
