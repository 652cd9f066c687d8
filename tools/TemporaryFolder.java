import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/// Where tests put what they leave behind; gone when it is closed. Other users may go through it, as
/// databases and sandboxes do.
final class TemporaryFolder implements AutoCloseable {
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

    private final Path path;

    TemporaryFolder() throws IOException {
        path = Files.createTempDirectory(Path.of("/tmp"), "fl");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    Path path() {
        return path;
    }

    /// Leaves it where something is mounted inside: that may be somebody's files.
    @Override
    public void close() throws IOException {
        if (Files.readString(MOUNTS).contains(" " + path + "/")) {
            System.out.println("something is still mounted in " + path + "; it stays");
            return;
        }
        Files.walkFileTree(
                path,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path directory, IOException e) {
                        directory.toFile().delete();
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
