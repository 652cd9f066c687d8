package dev.fairlead.database;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The right of one process to run the PostgreSQL below a folder; the kernel takes it back when the
/// process ends, however it ends.
final class HomeLock {
    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Throws `IllegalStateException` where another process, or another server here, has it.
    static HomeLock take(Path home) throws IOException {
        var channel =
                FileChannel.open(
                        home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock(channel) == null) {
            channel.close();
            throw new IllegalStateException(
                    "another server uses " + home + "; stop it, or use another --data-dir");
        }
        return new HomeLock(channel);
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    void release() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("cannot let go of a lock", e);
        }
    }
}
