package dev.fairlead.builders.intake;

import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Writes an archive's entries below a directory, counting what comes out.
final class Unpacking {
    private final IntakeLimits limits;
    private final long uploadedBytes;
    private final Path directory;
    private final EntryNames names = new EntryNames();
    private int entries;
    private long bytes;

    Unpacking(IntakeLimits limits, long uploadedBytes, Path directory) {
        this.limits = limits;
        this.uploadedBytes = uploadedBytes;
        this.directory = directory;
    }

    void directory(String raw) {
        countEntry();
        names.add(raw, true);
    }

    void file(String raw, InputStream in) throws IOException {
        countEntry();
        String name = names.add(raw, false);
        if (name.isEmpty()) {
            throw EntryNames.refused(raw, "has no name");
        }
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        // Never through something that is there already.
        try (OutputStream out =
                Files.newOutputStream(
                        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[64 << 10];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                countBytes(count);
                out.write(buffer, 0, count);
            }
        }
    }

    /// How long a tar may be: its files, and a header for each entry.
    long mostTarBytes() {
        return limits.unpackedBytes() + 2048L * limits.entries();
    }

    BuildFailed tooLarge() {
        return new BuildFailed(
                ErrorCode.ARCHIVE_REFUSED,
                "The archive unpacks to more than " + (limits.unpackedBytes() >> 20) + " MiB.");
    }

    private void countEntry() {
        entries++;
        if (entries > limits.entries()) {
            throw new BuildFailed(
                    ErrorCode.ARCHIVE_REFUSED,
                    "The archive has more than " + limits.entries() + " entries.");
        }
    }

    private void countBytes(int count) {
        bytes += count;
        if (bytes > limits.unpackedBytes()) {
            throw tooLarge();
        }
        if (bytes > limits.ratioFreeBytes() && bytes / limits.ratio() > uploadedBytes) {
            throw new BuildFailed(
                    ErrorCode.ARCHIVE_REFUSED,
                    "The archive unpacks to more than " + limits.ratio() + " times its size.");
        }
    }
}
