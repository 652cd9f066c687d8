package dev.fairlead.builders.apps;

import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.builders.plans.ProgramFile;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.sources.IgnoredFiles;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The files that a Dockerfile sees, as a tar. The same files are the same bytes, so that the
/// engine finds the layers that it made before. Sources travel without modes: what begins like a
/// script or a program (`#!`, ELF) can be run. A Dockerfile that is `inline` goes with them.
record BuildContext(SourceTree source, String dockerfile, Optional<String> inline) {
    private static final String INLINE = ".fairlead.Dockerfile";
    private static final int PLAIN = 0100644;
    private static final int EXECUTABLE = 0100755;
    private static final long MOST_IGNORE_BYTES = 1 << 20;

    BuildContext(SourceTree source, String dockerfile) {
        this(source, dockerfile, Optional.empty());
    }

    /// Where the Dockerfile is in the tar.
    String dockerfileInside() {
        return inline.isPresent() ? INLINE : dockerfile;
    }

    /// Its files' names. Throws `BuildFailed` for a `.dockerignore` that is too large.
    List<String> files() throws IOException {
        IgnoredFiles ignored = ignored();
        return source.files().stream()
                .filter(file -> needed(file) || !ignored.leavesOut(file))
                .toList();
    }

    private boolean needed(String file) {
        return file.equals(dockerfile) || file.equals(IgnoredFiles.NAME);
    }

    private IgnoredFiles ignored() throws IOException {
        try {
            return new IgnoredFiles(ignoring());
        } catch (InvalidValue e) {
            throw new BuildFailed(ErrorCode.SOURCE_INVALID, e.what() + ": " + e.rule() + ".");
        }
    }

    private String ignoring() throws IOException {
        if (!source.files().contains(IgnoredFiles.NAME)) {
            return "";
        }
        Path file = source.path(IgnoredFiles.NAME);
        if (Files.size(file) > MOST_IGNORE_BYTES) {
            throw new BuildFailed(
                    ErrorCode.SOURCE_INVALID, IgnoredFiles.NAME + ": it has more than 1 MiB.");
        }
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /// Writes them to `to`.
    void write(Path to) throws IOException {
        try (var out = new BufferedOutputStream(Files.newOutputStream(to));
                var tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            for (String name : files()) {
                Path file = source.path(name);
                var entry = new TarArchiveEntry(name);
                entry.setSize(Files.size(file));
                entry.setMode(ProgramFile.runs(file) ? EXECUTABLE : PLAIN);
                entry.setModTime(0);
                tar.putArchiveEntry(entry);
                Files.copy(file, tar);
                tar.closeArchiveEntry();
            }
            if (inline.isPresent()) {
                byte[] text = inline.get().getBytes(StandardCharsets.UTF_8);
                var entry = new TarArchiveEntry(INLINE);
                entry.setSize(text.length);
                entry.setMode(PLAIN);
                entry.setModTime(0);
                tar.putArchiveEntry(entry);
                tar.write(text);
                tar.closeArchiveEntry();
            }
        }
    }
}
