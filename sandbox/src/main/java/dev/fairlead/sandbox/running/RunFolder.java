package dev.fairlead.sandbox.running;

import dev.fairlead.sandbox.cgroups.Owner;
import dev.fairlead.sandbox.inside.Forwarder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The folder of one server process below the sandbox's state: files that steps are shown, pipes
/// and sockets. Nothing in it is secret, and it is of no use to the next process, which removes it.
public record RunFolder(Path path, Path sockets, Optional<Path> filter) {
    private static final int LONGEST_SOCKET = 90;
    private static final String PREFIX = "run-";
    private static final Map<String, String> ETC =
            Map.of(
                    "passwd", "step:x:1000:1000::/work:/bin/sh\n",
                    "group", "step:x:1000:\n",
                    "hosts", "127.0.0.1 localhost\n::1 localhost\n",
                    "nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n");

    /// For the server that calls; `program` is the system call filter its steps load.
    public static RunFolder make(Path state, Optional<byte[]> program) throws IOException {
        Files.createDirectories(state);
        sweep(state, PREFIX);
        String owner = Owner.ofThisProcess().text();
        Path run = Files.createTempDirectory(state, PREFIX + owner + "-");
        mode(run, "rwx------");
        Path etc = folder(run.resolve("etc"));
        for (var entry : ETC.entrySet()) {
            file(etc.resolve(entry.getKey()), entry.getValue().getBytes(StandardCharsets.UTF_8));
        }
        copyForwarder(folder(run.resolve("forwarder")));
        Optional<Path> filter = Optional.empty();
        if (program.isPresent()) {
            filter = Optional.of(run.resolve("filter"));
            file(filter.get(), program.get());
        }
        return new RunFolder(run, sockets(state, run), filter);
    }

    /// A socket's path is short by law of the kernel, a state folder's may be long.
    private static Path sockets(Path state, Path run) throws IOException {
        Path near = run.resolve("sockets");
        if (near.toString().length() <= LONGEST_SOCKET) {
            return Files.createDirectories(near);
        }
        Path temporary = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
        String prefix = "fairlead-" + installation(state) + "-";
        sweep(temporary, prefix);
        return Files.createTempDirectory(temporary, prefix + Owner.ofThisProcess().text() + "-");
    }

    /// What distinguishes the groups and sockets of two servers on one machine.
    public static String installation(Path state) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(state.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void sweep(Path folder, String prefix) throws IOException {
        var orphans = new ArrayList<Path>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, prefix + "*")) {
            for (Path each : found) {
                String name = each.getFileName().toString().substring(prefix.length());
                Owner.parse(name.substring(0, Math.max(0, name.lastIndexOf('-'))))
                        .filter(owner -> !owner.alive())
                        .ifPresent(_ -> orphans.add(each));
            }
        }
        for (Path orphan : orphans) {
            remove(orphan);
        }
    }

    private static void remove(Path folder) throws IOException {
        Programs.run(List.of("/usr/bin/rm", "-rf", "--one-file-system", folder.toString()));
    }

    private static Path folder(Path path) throws IOException {
        Files.createDirectory(path);
        mode(path, "rwxr-xr-x");
        return path;
    }

    private static void file(Path path, byte[] content) throws IOException {
        Files.write(path, content);
        mode(path, "rw-r--r--");
    }

    /// Whatever the server's umask is.
    private static void mode(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static void copyForwarder(Path folder) throws IOException {
        Path at = folder;
        for (String part : Forwarder.class.getPackageName().split("\\.", -1)) {
            at = folder(at.resolve(part));
        }
        for (Class<?> each : Forwarder.CLASSES) {
            String name = each.getSimpleName() + ".class";
            try (InputStream content = each.getResourceAsStream(name)) {
                if (content == null) {
                    throw new IOException(name + " is not on the class path");
                }
                file(at.resolve(name), content.readAllBytes());
            }
        }
    }

    public Path etc() {
        return path.resolve("etc");
    }

    public Path forwarder() {
        return path.resolve("forwarder");
    }

    public Path gate(int slot) {
        return path.resolve("gate-" + slot);
    }

    public Path socket(int slot) {
        return sockets.resolve("s" + slot);
    }

    public void remove() throws IOException {
        remove(sockets);
        remove(path);
    }
}
