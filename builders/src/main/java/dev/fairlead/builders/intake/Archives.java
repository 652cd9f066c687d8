package dev.fairlead.builders.intake;

import com.github.luben.zstd.ZstdInputStream;

import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.GZIPInputStream;

/// Reads zip and tar archives, refusing every kind of entry but files and folders.
final class Archives {
    /// As a power of two; a frame may ask for memory of this size, 8 MiB.
    private static final int LARGEST_ZSTD_WINDOW = 23;

    private Archives() {}

    // The builder that the library prefers would make commons-io a dependency of ours.
    @SuppressWarnings("deprecation")
    static void unzip(Path upload, Unpacking into) throws IOException {
        try (ZipFile zip = new ZipFile(upload)) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
                if (entry.isUnixSymlink()) {
                    throw EntryNames.refused(entry.getName(), "is a link");
                }
                if (isSpecial(entry.getUnixMode())) {
                    throw EntryNames.refused(entry.getName(), "is neither a file nor a folder");
                }
                if (entry.isDirectory()) {
                    into.directory(entry.getName());
                } else if (!isLitter(entry.getName())) {
                    if (!zip.canReadEntryData(entry)) {
                        throw EntryNames.refused(
                                entry.getName(), "is encrypted or packed in an unknown way");
                    }
                    try (InputStream in = zip.getInputStream(entry)) {
                        var checked = new CheckedInputStream(in, new CRC32());
                        into.file(entry.getName(), checked);
                        if (checked.getChecksum().getValue() != entry.getCrc()) {
                            throw EntryNames.refused(entry.getName(), "is damaged");
                        }
                    }
                }
            }
        }
    }

    private static boolean isSpecial(int mode) {
        int kind = mode & 0170000;
        return kind != 0 && kind != 0100000 && kind != 0040000;
    }

    static void untar(InputStream in, Unpacking into) throws IOException {
        // Not closed: what is packed is read to its own end afterwards.
        @SuppressWarnings("resource")
        var tar =
                new TarArchiveInputStream(
                        new CountedStream(in, into.mostTarBytes(), into), "UTF-8");
        for (TarArchiveEntry entry = tar.getNextEntry();
                entry != null;
                entry = tar.getNextEntry()) {
            if (entry.isSymbolicLink() || entry.isLink()) {
                throw EntryNames.refused(entry.getName(), "is a link");
            }
            if (entry.isDirectory()) {
                into.directory(entry.getName());
            } else if (!entry.isFile() || entry.isSparse() || isSpecialTar(entry)) {
                throw EntryNames.refused(entry.getName(), "is neither a file nor a folder");
            } else if (!isLitter(entry.getName())) {
                into.file(entry.getName(), tar);
            }
        }
    }

    private static boolean isSpecialTar(TarArchiveEntry entry) {
        return entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO();
    }

    static void untarGzip(Path upload, Unpacking into) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(upload))) {
            untarPacked(new GZIPInputStream(in), into);
        }
    }

    static void untarZstd(Path upload, Unpacking into) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(upload));
                var unpacked = new ZstdInputStream(in)) {
            unpacked.setLongMax(LARGEST_ZSTD_WINDOW);
            untarPacked(unpacked, into);
        }
    }

    /// To the very end, where the checksum is: a tar ends before its compression does.
    private static void untarPacked(InputStream unpacked, Unpacking into) throws IOException {
        var counted = new CountedStream(unpacked, into.mostTarBytes(), into);
        untar(counted, into);
        counted.transferTo(OutputStream.nullOutputStream());
    }

    // What macOS adds to every archive.
    private static boolean isLitter(String name) {
        return name.startsWith("__MACOSX/") || name.endsWith(".DS_Store");
    }

    static BuildFailed broken(String kind) {
        return new BuildFailed(ErrorCode.ARCHIVE_REFUSED, "The " + kind + " archive is broken.");
    }
}
