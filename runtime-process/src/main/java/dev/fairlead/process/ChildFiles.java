package dev.fairlead.process;

import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.process.inside.Child;
import dev.fairlead.sandbox.WorkFolder;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// The directory that runtimes of one installation share: our part of a child and the cache of its
/// start, by what they are for, and a folder of each process that runs children.
final class ChildFiles {
    private static final String FOLDER = "run-";
    private static final Set<PosixFilePermission> READABLE =
            PosixFilePermissions.fromString("rw-r--r--");
    private static final List<String> CLASSES =
            List.of("Child", "ChildCalls", "Frames", "LineStream");

    private final Path state;
    private final Map<String, byte[]> classes = classes();
    private final String key;
    private final Path folder;

    /// `start` is all that a cache of starts depends on besides our part.
    ChildFiles(Path state, String start) throws IOException {
        this.state = Files.createDirectories(state);
        this.key = key(start);
        sweep();
        folder = Files.createTempDirectory(state, FOLDER + ProcessHandle.current().pid() + "-");
        if (!Files.exists(jar())) {
            writeOurs();
        }
    }

    private String key(String start) {
        var all = new StringBuilder(start);
        classes.values().forEach(bytes -> all.append(ContentHash.of(bytes).hex()));
        return ContentHash.of(all.toString().getBytes(StandardCharsets.UTF_8))
                .hex()
                .substring(0, 16);
    }

    Path jar() {
        return state.resolve("child-" + key + ".jar");
    }

    Path cache() {
        return state.resolve("start-" + key + ".cache");
    }

    /// A new folder for one child.
    Path work() throws IOException {
        return Files.createTempDirectory(folder, "c");
    }

    /// A copy of an artifact that children may read: the store's own is the server's alone.
    Path copy(Path artifact) throws IOException {
        Path copy = Files.createTempFile(folder, "v", ".jar");
        Files.copy(artifact, copy, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(copy, READABLE);
        return copy;
    }

    /// What processes left that did not end well, and what other versions needed.
    private void sweep() throws IOException {
        try (Stream<Path> all = Files.list(state)) {
            for (Path each : all.toList()) {
                String name = each.getFileName().toString();
                if (name.startsWith(FOLDER)) {
                    long pid =
                            Long.parseLong(name.substring(FOLDER.length(), name.lastIndexOf('-')));
                    if (ProcessHandle.of(pid).isEmpty()) {
                        WorkFolder.remove(each);
                    }
                } else if (!name.contains(key)) {
                    Files.deleteIfExists(each);
                }
            }
        }
    }

    /// Removes the folders of its children, which have ended.
    void close() throws IOException {
        WorkFolder.remove(folder);
    }

    /// The same bytes and times whoever writes it: a cache is for one jar of one time.
    private void writeOurs() throws IOException {
        String folder = Child.class.getPackageName().replace('.', '/') + "/";
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var each : classes.entrySet()) {
                var entry = new ZipEntry(folder + each.getKey() + ".class");
                entry.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                zip.write(each.getValue());
                zip.closeEntry();
            }
        }
        put(jar(), new ByteArrayInputStream(bytes.toByteArray()));
    }

    /// At once or not at all, so that others may look at any time.
    void put(Path file, InputStream content) throws IOException {
        Path part = Files.createTempFile(folder, "part", "");
        Files.copy(content, part, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(part, FileTime.from(Instant.ofEpochSecond(946_684_800)));
        Files.setPosixFilePermissions(part, READABLE);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Map<String, byte[]> classes() {
        var all = new TreeMap<String, byte[]>();
        for (String name : CLASSES) {
            try (InputStream in = Child.class.getResourceAsStream(name + ".class")) {
                if (in == null) {
                    throw new IllegalStateException("the class " + name + " is missing");
                }
                all.put(name, in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }
}
