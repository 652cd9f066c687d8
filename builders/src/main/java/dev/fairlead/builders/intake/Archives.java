package dev.fairlead.builders.intake;

import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.GZIPInputStream;

/// Reads zip and tar archives, refusing every kind of entry but files and folders.
final class Archives {
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
                        into.file(entry.getName(), in);
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
        try (var tar =
                new TarArchiveInputStream(
                        new CountedStream(in, into.mostTarBytes(), into), "UTF-8")) {
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
    }

    private static boolean isSpecialTar(TarArchiveEntry entry) {
        return entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO();
    }

    static void untarGzip(Path upload, Unpacking into) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(upload))) {
            untar(new GZIPInputStream(in), into);
        }
    }

    // What macOS adds to every archive.
    private static boolean isLitter(String name) {
        return name.startsWith("__MACOSX/") || name.endsWith(".DS_Store");
    }

    static BuildFailed broken(String kind) {
        return new BuildFailed(ErrorCode.ARCHIVE_REFUSED, "The " + kind + " archive is broken.");
    }
}
