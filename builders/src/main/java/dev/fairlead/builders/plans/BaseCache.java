package dev.fairlead.builders.plans;

import dev.fairlead.sandbox.WorkFolder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;

/// The layers of base images that came before. Beyond the limit all of them go at once, when no
/// build uses them.
final class BaseCache {
    private final Path folder;
    private final long mostBytes;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    BaseCache(Path folder, long mostBytes) {
        this.folder = folder;
        this.mostBytes = mostBytes;
    }

    interface Use {
        void with(Path folder) throws IOException, InterruptedException;
    }

    void use(Use use) throws IOException, InterruptedException {
        lock.readLock().lockInterruptibly();
        try {
            use.with(Files.createDirectories(folder));
        } finally {
            lock.readLock().unlock();
        }
        if (bytes() > mostBytes && lock.writeLock().tryLock()) {
            try {
                WorkFolder.remove(folder);
            } finally {
                lock.writeLock().unlock();
            }
        }
    }

    private long bytes() throws IOException {
        long bytes = 0;
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        } catch (UncheckedIOException | NoSuchFileException e) {
            // Another build moves its files into place, or removed all of it.
            return 0;
        }
        return bytes;
    }
}
