package dev.fairlead.builders.bundled;

import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.sandbox.WorkFolder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Installed packages, kept by what they were made of, each tenant's apart. Each has the text of
/// its tree beside it and is compared with it before it is used; beyond the limit the longest
/// unused go.
public final class PackageCache {
    private static final String TREE = "tree";
    private static final String TEXT = "text";
    private static final String ASIDE = "aside-";
    private static final Duration FORGOTTEN = Duration.ofHours(2);

    private final Path root;
    private final long mostBytes;
    private final Map<Path, Integer> inUse = new HashMap<>();

    public PackageCache(Path root, long mostBytes) {
        this.root = root;
        this.mostBytes = mostBytes;
    }

    /// A kept tree while a build uses it: it does not go before it is closed.
    public final class Lease implements AutoCloseable {
        private final Path entry;

        private Lease(Path entry) {
            this.entry = entry;
        }

        public Path tree() {
            return entry.resolve(TREE);
        }

        @Override
        public void close() {
            release(entry);
        }
    }

    /// The tree that is kept under this key. One that is not what it was is removed.
    public Optional<Lease> take(String tenant, ContentHash key) throws IOException {
        Path entry = folder(tenant).resolve(key.hex());
        if (!lend(entry)) {
            return Optional.empty();
        }
        boolean whole = false;
        try {
            whole = Files.readString(entry.resolve(TEXT)).equals(text(entry));
        } catch (IOException e) {
            // What cannot be read is not whole.
        } finally {
            if (!whole) {
                release(entry);
            }
        }
        if (!whole) {
            remove(entry);
            return Optional.empty();
        }
        Files.setLastModifiedTime(entry.resolve(TEXT), FileTime.from(Instant.now()));
        return Optional.of(new Lease(entry));
    }

    private static String text(Path entry) throws IOException {
        return TreeText.of(entry.resolve(TREE)).text();
    }

    /// Installs packages in a folder.
    @FunctionalInterface
    public interface Installing {
        void in(Path work) throws IOException, InterruptedException;
    }

    /// What is installed into `tree` of a work folder. It is kept under the key, unless the same
    /// key may stand for other packages tomorrow: then it is not `lasting`, and this build's alone.
    public Lease installed(
            String tenant, ContentHash key, boolean lasting, String tree, Installing how)
            throws IOException, InterruptedException {
        Path room = room(tenant);
        try {
            Path work = Files.createDirectory(room.resolve("work"));
            how.in(work);
            Path made = work.resolve(tree);
            if (!Files.isDirectory(made, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(made);
            }
            byte[] own = room.toString().getBytes(StandardCharsets.UTF_8);
            return keep(tenant, lasting ? key : ContentHash.of(own), made, room);
        } finally {
            WorkFolder.remove(room);
        }
    }

    /// An empty folder to install in, the caller's own.
    private Path room(String tenant) throws IOException {
        return Files.createTempDirectory(Files.createDirectories(folder(tenant)), ASIDE);
    }

    /// Keeps a tree that lies in a room. Where another build was faster, that one's is used.
    private Lease keep(String tenant, ContentHash key, Path made, Path room) throws IOException {
        Path entry = folder(tenant).resolve(key.hex());
        Path whole = Files.createDirectory(room.resolve("entry"));
        if (Files.getAttribute(room, "unix:uid") instanceof Integer user) {
            // No later step runs as who owns what it only may read.
            WorkFolder.give(made, user);
        }
        Files.move(made, whole.resolve(TREE), StandardCopyOption.ATOMIC_MOVE);
        Files.writeString(whole.resolve(TEXT), text(whole));
        synchronized (this) {
            try {
                Files.move(whole, entry, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException e) {
                if (!Files.isDirectory(entry)) {
                    throw e;
                }
            }
            lend(entry);
        }
        evict(tenant);
        return new Lease(entry);
    }

    private synchronized boolean lend(Path entry) {
        if (!Files.isDirectory(entry)) {
            return false;
        }
        inUse.merge(entry, 1, Integer::sum);
        return true;
    }

    private synchronized void release(Path entry) {
        inUse.computeIfPresent(entry, (_, count) -> count == 1 ? null : count - 1);
    }

    private void evict(String tenant) throws IOException {
        List<Path> entries;
        try (Stream<Path> all = Files.list(folder(tenant))) {
            entries = all.toList();
        }
        long bytes = 0;
        var byAge = new java.util.TreeMap<FileTime, Path>(Comparator.naturalOrder());
        for (Path entry : entries) {
            Path text = entry.resolve(TEXT);
            if (String.valueOf(entry.getFileName()).startsWith(ASIDE)) {
                removeForgotten(entry);
            } else if (Files.exists(text)) {
                bytes += TreeText.bytes(text);
                byAge.put(Files.getLastModifiedTime(text), entry);
            }
        }
        for (Path entry : byAge.values()) {
            if (bytes > mostBytes) {
                long own = TreeText.bytes(entry.resolve(TEXT));
                bytes -= removeUnused(entry) ? own : 0;
            }
        }
    }

    private static void removeForgotten(Path room) throws IOException {
        Instant made = Files.getLastModifiedTime(room).toInstant();
        if (made.isBefore(Instant.now().minus(FORGOTTEN))) {
            WorkFolder.remove(room);
        }
    }

    private boolean removeUnused(Path entry) throws IOException {
        Path aside;
        synchronized (this) {
            if (inUse.containsKey(entry)) {
                return false;
            }
            aside = aside(entry);
        }
        WorkFolder.remove(aside);
        return true;
    }

    private void remove(Path entry) throws IOException {
        WorkFolder.remove(aside(entry));
    }

    /// Out of the way at once, so that nobody finds half of it.
    private static Path aside(Path entry) throws IOException {
        Path aside = Files.createTempDirectory(entry.resolveSibling(""), ASIDE);
        if (Files.isDirectory(entry)) {
            Files.move(entry, aside.resolve(TREE), StandardCopyOption.ATOMIC_MOVE);
        }
        return aside;
    }

    private Path folder(String tenant) {
        byte[] name = tenant.getBytes(StandardCharsets.UTF_8);
        return root.resolve(ContentHash.of(name).hex().substring(0, 32));
    }
}
