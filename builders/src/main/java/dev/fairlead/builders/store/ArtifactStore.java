package dev.fairlead.builders.store;

import dev.fairlead.model.functions.ContentHash;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Files named by their SHA-256, written once and never changed. A file is there whole or not at
/// all, also after a power cut.
public final class ArtifactStore {
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");

    private final Path directory;
    private final Clock clock;

    public ArtifactStore(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
        try {
            Files.createDirectories(directory.resolve("incoming"));
        } catch (IOException e) {
            throw new UncheckedIOException("making the artifact store's directory", e);
        }
    }

    /// Where the artifact lies, whether or not it does.
    public Path path(ContentHash hash) {
        return folder(hash).resolve(hash.hex());
    }

    private Path folder(ContentHash hash) {
        return directory.resolve(hash.hex().substring(0, 2));
    }

    public boolean exists(ContentHash hash) {
        return Files.isRegularFile(path(hash));
    }

    /// Keeps the bytes; on the disk when this returns.
    public ContentHash store(InputStream bytes) throws IOException {
        Path incoming = Files.createTempFile(directory.resolve("incoming"), "", ".tmp");
        try {
            ContentHash hash = write(bytes, incoming);
            Path file = path(hash);
            if (Files.exists(file)) {
                // Young again, so that the next sweep leaves it to whoever is about to refer to it.
                Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
                return hash;
            }
            Path folder = folder(hash);
            Files.createDirectories(folder);
            Files.setLastModifiedTime(incoming, FileTime.from(clock.instant()));
            Files.move(incoming, file, StandardCopyOption.ATOMIC_MOVE);
            sync(folder);
            sync(directory);
            return hash;
        } finally {
            Files.deleteIfExists(incoming);
        }
    }

    private static ContentHash write(InputStream bytes, Path file) throws IOException {
        MessageDigest digest = ContentHash.sha256();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[64 << 10];
            for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
                digest.update(buffer, 0, count);
                ByteBuffer rest = ByteBuffer.wrap(buffer, 0, count);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
            }
            channel.force(true);
        }
        return ContentHash.ofDigest(digest.digest());
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Whether the artifact is there and its content is what its name says.
    public boolean verify(ContentHash hash) throws IOException {
        MessageDigest digest = ContentHash.sha256();
        try (InputStream in = Files.newInputStream(path(hash))) {
            byte[] buffer = new byte[64 << 10];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        } catch (NoSuchFileException e) {
            return false;
        }
        return ContentHash.ofDigest(digest.digest()).equals(hash);
    }

    /// Deletes what is not in `referenced` and was stored before `before`; how many went.
    public int deleteUnreferenced(Set<ContentHash> referenced, Instant before) throws IOException {
        int deleted = 0;
        try (Stream<Path> files = Files.walk(directory, 2)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                String name = file.getFileName().toString();
                boolean wanted =
                        NAME.matcher(name).matches() && referenced.contains(new ContentHash(name));
                boolean old = Files.getLastModifiedTime(file).toInstant().isBefore(before);
                if (!wanted && old && Files.deleteIfExists(file)) {
                    deleted++;
                }
            }
        }
        return deleted;
    }
}
