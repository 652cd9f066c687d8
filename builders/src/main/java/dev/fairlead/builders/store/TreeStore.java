package dev.fairlead.builders.store;

import dev.fairlead.model.functions.ContentHash;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Folders named by the hash of what is in them, there whole or not at all.
public final class TreeStore {
    private final Path directory;
    private final Path incoming;
    private final Clock clock;

    /// Clears what a process before left half done.
    public TreeStore(Path directory, Clock clock) throws IOException {
        this.directory = directory;
        this.incoming = directory.resolve("incoming");
        this.clock = clock;
        delete(incoming);
        Files.createDirectories(incoming);
    }

    /// An empty folder on the same file system, the caller's own until it is deleted.
    public Path workspace() throws IOException {
        return Files.createTempDirectory(incoming, "t");
    }

    public Path path(ContentHash hash) {
        return directory.resolve(hash.hex());
    }

    /// Moves a folder in; where it is afterwards.
    public Path keep(Path tree, ContentHash hash) throws IOException {
        Path kept = path(hash);
        if (Files.isDirectory(kept)) {
            // Young again, so that the next sweep leaves it to whoever is about to refer to it.
            Files.setLastModifiedTime(kept, FileTime.from(clock.instant()));
            return kept;
        }
        try {
            Files.move(tree, kept, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(kept)) {
                throw e;
            }
            // another one of the same content was faster
        }
        return kept;
    }

    /// The files of a kept folder, sorted, with `/` between their parts.
    public List<String> files(ContentHash hash) throws IOException {
        Path kept = path(hash);
        try (Stream<Path> all = Files.walk(kept)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> kept.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    /// Deletes what is not in `needed` and is older than `before`; how many went.
    public int deleteUnreferenced(Set<String> needed, Instant before) throws IOException {
        int gone = 0;
        try (Stream<Path> all = Files.list(directory)) {
            for (Path kept : all.filter(p -> !p.equals(incoming)).toList()) {
                boolean old = Files.getLastModifiedTime(kept).toInstant().isBefore(before);
                if (old && !needed.contains(String.valueOf(kept.getFileName()))) {
                    delete(kept);
                    gone++;
                }
            }
        }
        return gone;
    }

    /// Deletes a folder with all that is in it, following no links; nothing where there is none.
    public static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
