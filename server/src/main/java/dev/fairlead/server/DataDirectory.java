package dev.fairlead.server;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// The folder that holds everything of an installation, and the lock that keeps it to one process.
final class DataDirectory implements AutoCloseable {
    private final Path path;
    private final RandomAccessFile lockFile;
    private final FileLock lock;

    private DataDirectory(Path path, RandomAccessFile lockFile, FileLock lock) {
        this.path = path;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /// Throws `IllegalStateException` with the other process's id when it is in use.
    static DataDirectory open(Path path) {
        try {
            Files.createDirectories(path);
            var file = new RandomAccessFile(path.resolve("lock").toFile(), "rw");
            Optional<FileLock> lock = tryLock(file);
            if (lock.isEmpty()) {
                String holder = file.readLine();
                file.close();
                throw new IllegalStateException(
                        "Fairlead is already running on " + path + " (" + holder + ")");
            }
            file.setLength(0);
            file.writeBytes("process " + ProcessHandle.current().pid() + "\n");
            return new DataDirectory(path, file, lock.get());
        } catch (IOException e) {
            throw new IllegalStateException("cannot use the data directory " + path + ": " + e, e);
        }
    }

    private static Optional<FileLock> tryLock(RandomAccessFile file) throws IOException {
        try {
            return Optional.ofNullable(file.getChannel().tryLock());
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        }
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    Optional<String> read(String name) throws IOException {
        Path file = path.resolve(name);
        return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    }

    /// Writes a file that its owner alone may read, whole or not at all.
    static void writeSecret(Path file, String text) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        var owner =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), "new", "", owner);
        Files.writeString(fresh, text);
        try (var written = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        lock.release();
        lockFile.close();
    }
}
