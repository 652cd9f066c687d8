package dev.fairlead.sandbox.cgroups;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// What the folders of both versions have in common. Groups of one server lie below a folder that
/// names the installation and the process, so that the next server knows what is nobody's.
final class Folders {
    private static final String BACKGROUND = "-background";
    private static final long REMOVE_PATIENCE_MS = 5000;

    private Folders() {}

    /// A weight counts among neighbours alone, so what gives way has a folder beside the other.
    static String parent(String installation, boolean background) {
        return prefix(installation) + Owner.ofThisProcess().text() + (background ? BACKGROUND : "");
    }

    private static String prefix(String installation) {
        return "fairlead-" + installation + "-";
    }

    static void write(Path file, String value) throws IOException {
        Files.writeString(file, value, StandardOpenOption.WRITE);
    }

    static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// The value behind `key` in lines of `key value`.
    static long value(Path file, String key) {
        return read(file).stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(key + " "))
                .mapToLong(line -> Long.parseLong(line.substring(key.length() + 1).strip()))
                .findFirst()
                .orElse(0);
    }

    static List<Long> processes(Path group) {
        return read(group.resolve("cgroup.procs")).stream()
                .flatMap(String::lines)
                .map(Long::parseLong)
                .toList();
    }

    /// Groups below `base` of servers that are no more.
    static void sweep(Path base, String installation) throws IOException {
        String prefix = prefix(installation);
        for (Path parent : below(base)) {
            String name = parent.getFileName().toString();
            boolean orphan =
                    name.startsWith(prefix)
                            && Owner.parse(name.substring(prefix.length()).replace(BACKGROUND, ""))
                                    .filter(owner -> !owner.alive())
                                    .isPresent();
            if (orphan) {
                for (Path group : below(parent)) {
                    remove(group);
                }
                remove(parent);
            }
        }
    }

    private static List<Path> below(Path base) throws IOException {
        var all = new ArrayList<Path>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(base, Files::isDirectory)) {
            found.forEach(all::add);
        }
        return all;
    }

    /// Kills until nothing is in it: a group with processes cannot be taken away.
    static void remove(Path group) {
        long end = System.nanoTime() + REMOVE_PATIENCE_MS * 1_000_000;
        while (System.nanoTime() < end) {
            for (long pid : processes(group)) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
            try {
                Files.delete(group);
                return;
            } catch (NoSuchFileException e) {
                return;
            } catch (IOException e) {
                // The kernel is still putting the last ones away.
                LockSupport.parkNanos(1_000_000);
            }
        }
    }
}
