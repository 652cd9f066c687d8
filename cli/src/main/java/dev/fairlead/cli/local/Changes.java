package dev.fairlead.cli.local;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Tells when something below a folder changes. What tools leave behind is not looked at.
final class Changes implements AutoCloseable {
    /// Editors write a file in several steps.
    private static final Duration SETTLE = Duration.ofMillis(15);

    private static final Set<String> LEFT_OUT = Set.of(".git", "node_modules", "target");

    private final WatchService service;
    private final Path root;

    Changes(Path root) throws IOException {
        this.root = root;
        this.service = root.getFileSystem().newWatchService();
        watch(Files.isDirectory(root) ? root : root.resolveSibling(""));
    }

    private void watch(Path folder) throws IOException {
        boolean deep = Files.isDirectory(root);
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes a)
                            throws IOException {
                        String name = String.valueOf(at.getFileName());
                        if (!at.equals(folder) && (!deep || LEFT_OUT.contains(name))) {
                            return FileVisitResult.SKIP_SUBTREE;
                        }
                        at.register(
                                service,
                                StandardWatchEventKinds.ENTRY_CREATE,
                                StandardWatchEventKinds.ENTRY_MODIFY,
                                StandardWatchEventKinds.ENTRY_DELETE);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /// Waits for the next change; false when this is closed.
    boolean await() throws InterruptedException, IOException {
        try {
            WatchKey key = service.take();
            while (key != null) {
                Path folder = (Path) key.watchable();
                key.pollEvents();
                key.reset();
                if (Files.isDirectory(folder) && Files.isDirectory(root)) {
                    // A folder that is new has to be watched, too.
                    watch(folder);
                }
                key = service.poll(SETTLE.toMillis(), TimeUnit.MILLISECONDS);
            }
            return true;
        } catch (ClosedWatchServiceException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
