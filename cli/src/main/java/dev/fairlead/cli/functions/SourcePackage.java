package dev.fairlead.cli.functions;

import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// What `deploy` sends: one source file as it is, or a folder as a tar archive in a fixed order and
/// without what no build reads.
record SourcePackage(String fileName, String contentType, ByteBuffer bytes) {
    private static final Set<String> LEFT_OUT =
            Set.of(".git", "node_modules", "target", ".DS_Store", "fairlead.yaml", "README.md");
    private static final long MOST_BYTES = 64L << 20;

    static SourcePackage of(Path source) {
        try {
            if (Files.isRegularFile(source)) {
                String name = String.valueOf(source.getFileName());
                return new SourcePackage(
                        name, contentType(name), ByteBuffer.wrap(Files.readAllBytes(source)));
            }
            if (Files.isDirectory(source)) {
                return archive(source);
            }
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.USAGE, "cannot read " + source + ": " + e.getMessage());
        }
        throw new CommandFailed(ExitCode.USAGE, "no such file or folder: " + source);
    }

    private static String contentType(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".wasm")) {
            return "application/wasm";
        }
        if (lower.endsWith(".zip")) {
            return "application/zip";
        }
        if (lower.endsWith(".tar")) {
            return "application/x-tar";
        }
        if (lower.endsWith(".gz") || lower.endsWith(".tgz")) {
            return "application/gzip";
        }
        return lower.endsWith(".ts") ? "application/typescript" : "text/javascript";
    }

    private static SourcePackage archive(Path folder) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Path file : files(folder)) {
                add(tar, folder, file);
                if (bytes.size() > MOST_BYTES) {
                    throw new CommandFailed(
                            ExitCode.USAGE, folder + " has more than 64 MiB of source");
                }
            }
        }
        return new SourcePackage(
                "source.tar", "application/x-tar", ByteBuffer.wrap(bytes.toByteArray()));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> files =
                    all.filter(Files::isRegularFile)
                            .filter(file -> kept(folder.relativize(file)))
                            .sorted()
                            .toList();
            if (files.isEmpty()) {
                throw new CommandFailed(ExitCode.USAGE, folder + " has no source files");
            }
            return files;
        }
    }

    private static boolean kept(Path relative) {
        for (Path step : relative) {
            if (LEFT_OUT.contains(step.toString())) {
                return false;
            }
        }
        return true;
    }

    private static void add(TarArchiveOutputStream tar, Path folder, Path file) throws IOException {
        var entry = new TarArchiveEntry(folder.relativize(file).toString());
        entry.setSize(Files.size(file));
        tar.putArchiveEntry(entry);
        Files.copy(file, tar);
        tar.closeArchiveEntry();
    }
}
