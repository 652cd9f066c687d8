package dev.fairlead.sandbox.running;

import dev.fairlead.sandbox.Step;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.stream.Stream;

/// What a step has written to its working directory so far. No quota works on every file system, so
/// we count: whenever the file system lost as much space as would matter, and from time to time.
/// Every file counts as whole blocks, so that many small ones count, too; so do files that were
/// deleted but are still open.
public final class DiskUse {
    private static final long BLOCK = 4096;
    private static final int DEEPEST = 256;
    private static final int LONGEST_PATH = 3800;
    private static final long REST_NS = Duration.ofSeconds(1).toNanos();
    private static final String DELETED = " (deleted)";
    private static final String INSIDE = Step.WORK + "/";

    private final Path work;
    private final long limit;
    private final long before;
    private long counted;
    private long usableThen;
    private long countedAt;
    private long countingTook;

    public DiskUse(Path work, long limit) throws IOException {
        this.work = work;
        this.limit = limit;
        this.before = count();
    }

    /// Whether it has written more than it may, as far as is known without always counting.
    /// `processes` are those of the step.
    public boolean exceeded(Stream<ProcessHandle> processes) throws IOException {
        long lost = usableThen - usable();
        long rested = System.nanoTime() - countedAt;
        boolean suspicious = counted - before + lost >= limit || lost > limit / 4;
        long rest = suspicious ? 3 * countingTook : REST_NS + 20 * countingTook;
        if (rested < rest) {
            return false;
        }
        return exceeded(count() + processes.mapToLong(DiskUse::hidden).sum());
    }

    /// The same after the end: a step that ends quickly is counted, too.
    public boolean exceededAtEnd() throws IOException {
        return exceeded(count());
    }

    private boolean exceeded(long bytes) {
        return bytes - before >= limit;
    }

    private long usable() {
        return work.toFile().getUsableSpace();
    }

    private long count() throws IOException {
        long start = System.nanoTime();
        usableThen = usable();
        var counting = new Counting();
        Files.walkFileTree(work, counting);
        counted = counting.bytes;
        countedAt = System.nanoTime();
        countingTook = countedAt - start;
        return counted;
    }

    /// Files without a name that the process has open or mapped.
    private static long hidden(ProcessHandle process) {
        Path folder = Path.of("/proc/" + process.pid());
        long bytes = 0;
        try (DirectoryStream<Path> open = Files.newDirectoryStream(folder.resolve("fd"))) {
            for (Path each : open) {
                String target = Files.readSymbolicLink(each).toString();
                if (target.startsWith(INSIDE) && target.endsWith(DELETED)) {
                    bytes += Files.size(each);
                }
            }
        } catch (IOException e) {
            // It ended meanwhile.
        }
        try (Stream<String> maps = Files.lines(folder.resolve("maps"))) {
            bytes +=
                    maps.filter(line -> line.endsWith(DELETED) && line.contains(" " + INSIDE))
                            .mapToLong(DiskUse::length)
                            .sum();
        } catch (IOException | UncheckedIOException e) {
            // It ended meanwhile.
        }
        return bytes;
    }

    private static long length(String map) {
        int dash = map.indexOf('-');
        long from = Long.parseUnsignedLong(map.substring(0, dash), 16);
        return Long.parseUnsignedLong(map.substring(dash + 1, map.indexOf(' ')), 16) - from;
    }

    private final class Counting extends SimpleFileVisitor<Path> {
        private long bytes;

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            add(BLOCK);
            // Deeper than names can say is a way to hide what is written.
            if (folder.getNameCount() - work.getNameCount() > DEEPEST
                    || folder.toString().length() > LONGEST_PATH) {
                add(limit);
            }
            return on();
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            add((attributes.size() + BLOCK - 1) / BLOCK * BLOCK + BLOCK);
            return on();
        }

        /// A step deletes while we count; but a folder closed to us could hold anything.
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            if (e instanceof AccessDeniedException) {
                add(limit);
            }
            return on();
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
            return on();
        }

        private void add(long more) {
            bytes += more;
        }

        private FileVisitResult on() {
            return bytes - before > 2 * limit && before > 0
                    ? FileVisitResult.TERMINATE
                    : FileVisitResult.CONTINUE;
        }
    }
}
