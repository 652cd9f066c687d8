package dev.fairlead.builders.bundled;

import dev.fairlead.model.functions.ContentHash;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;

/// A folder as text: the bytes in it, then each thing in it with its kind and the hash of its
/// content. Two folders with the same text are the same to a build. Links are told, not followed.
record TreeText(String text, long bytes) {
    static TreeText of(Path root) throws IOException {
        var text = new StringBuilder();
        long bytes = 0;
        List<Path> all;
        try (Stream<Path> paths = Files.walk(root)) {
            all = paths.sorted().toList();
        }
        for (Path path : all) {
            String name = root.relativize(path).toString();
            if (Files.isSymbolicLink(path)) {
                text.append("link ").append(Files.readSymbolicLink(path)).append(' ').append(name);
            } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                text.append("folder ").append(name);
            } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                bytes += Files.size(path);
                text.append(Files.isExecutable(path) ? "program " : "file ");
                text.append(hash(path)).append(' ').append(name);
            } else {
                throw new IOException("neither file nor folder: " + path);
            }
            text.append('\n');
        }
        return new TreeText(bytes + "\n" + text, bytes);
    }

    /// The bytes that a kept text speaks of.
    static long bytes(Path kept) throws IOException {
        try (Stream<String> lines = Files.lines(kept)) {
            return Long.parseLong(lines.findFirst().orElse("0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static ContentHash hash(Path file) throws IOException {
        MessageDigest digest = ContentHash.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return ContentHash.ofDigest(digest.digest());
    }
}
