package dev.fairlead.builders.store;

import dev.fairlead.model.functions.ContentHash;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// The files of one tenant's sources by their SHA-256. A blob is a hard link to a file of a source
/// that is kept, so that it costs no room of its own; what no source has any more goes.
public final class BlobStore {
    private final Path directory;
    private final Clock clock;

    /// `directory` is on the file system of the sources.
    public BlobStore(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    private Path path(ContentHash hash) {
        return directory.resolve(hash.hex().substring(0, 2)).resolve(hash.hex());
    }

    /// Remembers a file that will not change any more.
    public void keep(Path file, ContentHash hash) throws IOException {
        Path blob = path(hash);
        Files.createDirectories(blob.getParent());
        try {
            Files.createLink(blob, file);
        } catch (FileAlreadyExistsException e) {
            // Young again, so that the next sweep leaves it to whoever is about to refer to it.
            Files.setLastModifiedTime(blob, FileTime.from(clock.instant()));
        }
    }

    /// Puts the blob at `file`; false when it is not here, or is not what its name says, in which
    /// case it is gone afterwards.
    public boolean link(ContentHash hash, Path file) throws IOException {
        Path blob = path(hash);
        try {
            if (!hashOf(blob).equals(hash)) {
                Files.deleteIfExists(blob);
                return false;
            }
            Files.createDirectories(file.getParent());
            Files.createLink(file, blob);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    public boolean exists(ContentHash hash) {
        return Files.isRegularFile(path(hash));
    }

    /// The hash of a file's bytes.
    public static ContentHash hashOf(Path file) throws IOException {
        MessageDigest digest = ContentHash.sha256();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[64 << 10];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return ContentHash.ofDigest(digest.digest());
    }

    /// Deletes blobs that no source has any more and that are older than `before`; how many went.
    public int deleteUnlinked(Instant before) throws IOException {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        int deleted = 0;
        try (Stream<Path> all = Files.walk(directory, 2)) {
            List<Path> files = all.filter(Files::isRegularFile).toList();
            for (Path file : files) {
                boolean alone = (int) Files.getAttribute(file, "unix:nlink") == 1;
                boolean old = Files.getLastModifiedTime(file).toInstant().isBefore(before);
                if (alone && old && Files.deleteIfExists(file)) {
                    deleted++;
                }
            }
        }
        return deleted;
    }
}
