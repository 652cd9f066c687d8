package dev.fairlead.dataplane.cache;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The files of large answers: written aside by one thread, and gone at the next start.
final class AnswerFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerFiles.class);
    private static final int MOST_WAITING = 64;
    private static final String SUFFIX = ".answer";

    private final Path directory;
    private final ThreadPoolExecutor writer =
            new ThreadPoolExecutor(
                    0,
                    1,
                    10,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(MOST_WAITING),
                    Thread.ofPlatform().daemon().name("cache-files").factory(),
                    new ThreadPoolExecutor.DiscardPolicy());

    AnswerFiles(Path directory) {
        this.directory = directory;
    }

    /// Makes the directory, and empties it of what was left there.
    void prepare() {
        try {
            Files.createDirectories(directory);
            try (Stream<Path> left = Files.list(directory)) {
                for (Path file : left.filter(one -> one.toString().endsWith(SUFFIX)).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the cache's directory " + directory, e);
        }
    }

    /// Tells `written` of the answer whose body is a file; never where it cannot be written.
    void write(StoredAnswer answer, Consumer<StoredAnswer> written) {
        if (answer.body() instanceof StoredBody.Held(StoredBody.Bytes bytes)) {
            writer.execute(() -> write(answer, bytes.array(), written));
        }
    }

    private void write(StoredAnswer answer, byte[] bytes, Consumer<StoredAnswer> written) {
        Path file = directory.resolve(UUID.randomUUID() + SUFFIX);
        var filed = new StoredBody.Filed(file, bytes.length);
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            LOG.warn("an answer cannot be kept on the disk path={}", directory, e);
            filed.delete();
            return;
        }
        written.accept(answer.with(filed));
    }

    @Override
    public void close() {
        writer.shutdownNow();
    }
}
