package dev.fairlead.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Handles the working directory of a step that has ended as what it is: made by a stranger, who
/// may have left links, pipes and folders without end in it.
public final class WorkFolder {
    private WorkFolder() {}

    /// Opens an ordinary file of at most so many bytes, by its path below the directory. No part of
    /// the path may be a link. Throws `IOException` that says what is wrong with it.
    public static InputStream open(Path work, String name, long mostBytes) throws IOException {
        Path path = Path.of(name);
        if (path.isAbsolute() || !path.equals(path.normalize()) || path.startsWith("..")) {
            throw new IOException("not a path below the working directory: " + name);
        }
        try (DirectoryStream<Path> folder = Files.newDirectoryStream(work)) {
            if (folder instanceof SecureDirectoryStream<Path> here) {
                return open(here, path, mostBytes);
            }
            throw new IOException("this file system cannot be read without following links");
        }
    }

    private static InputStream open(SecureDirectoryStream<Path> here, Path path, long mostBytes)
            throws IOException {
        Path first = path.getName(0);
        if (path.getNameCount() > 1) {
            try (SecureDirectoryStream<Path> below =
                    here.newDirectoryStream(first, LinkOption.NOFOLLOW_LINKS)) {
                return open(below, path.subpath(1, path.getNameCount()), mostBytes);
            }
        }
        BasicFileAttributes found =
                here.getFileAttributeView(
                                first, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .readAttributes();
        if (!found.isRegularFile()) {
            throw new IOException("not an ordinary file: " + path);
        }
        if (found.size() > mostBytes) {
            throw new IOException(path + " has more than " + mostBytes + " bytes");
        }
        Set<OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        return Channels.newInputStream(here.newByteChannel(first, options));
    }

    /// Whether `open` would find an ordinary file there.
    public static boolean has(Path work, String name) {
        try (InputStream _ = open(work, name, Long.MAX_VALUE)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// Makes the directory and all in it a user's; links themselves, not what they point to.
    public static void give(Path work, int user) throws IOException {
        Files.walkFileTree(
                work,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes found)
                            throws IOException {
                        return give(folder);
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes found)
                            throws IOException {
                        return give(file);
                    }

                    private FileVisitResult give(Path path) throws IOException {
                        Files.setAttribute(path, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
                        Files.setAttribute(path, "unix:gid", user, LinkOption.NOFOLLOW_LINKS);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /// Removes it whole, however deep and whatever its modes are.
    public static void remove(Path work) throws IOException {
        if (!Files.exists(work, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        String path = work.toAbsolutePath().toString();
        run(List.of("/usr/bin/chmod", "-R", "u+rwX", "--", path));
        run(List.of("/usr/bin/rm", "-rf", "--one-file-system", "--", path));
        if (Files.exists(work, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("cannot remove " + work);
        }
    }

    /// What cannot be changed may still be removed, so its exit code says nothing.
    private static void run(List<String> command) throws IOException {
        var builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try {
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                throw new IOException(command.getFirst() + " takes too long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command.getFirst() + " ran", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
