package dev.fairlead.builders;

import com.github.luben.zstd.ZstdOutputStream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;

/// Writes archives with entries that nobody should send.
final class Hostile {
    private Hostile() {}

    /// `kind` is tar's: `0` file, `1` hard link, `2` symbolic link, `3` `4` devices, `6` pipe.
    record Entry(String name, String text, char kind, String target) {
        @Override
        public String toString() {
            return kind + " " + (name.length() > 40 ? name.substring(0, 40) : name);
        }
    }

    static Entry file(String name, String text) {
        return new Entry(name, text, '0', "");
    }

    static Entry link(String name, String target) {
        return new Entry(name, "", '2', target);
    }

    static List<Entry> below(String folder, List<Entry> entries) {
        return entries.stream().map(entry -> file(folder + entry.name, entry.text)).toList();
    }

    static String noise(int length) {
        var random = new Random(1);
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) ('!' + random.nextInt(90)));
        }
        return text.toString();
    }

    static byte[] zip(List<Entry> entries) {
        return zip(entries, 0100644);
    }

    static byte[] zip(List<Entry> entries, int mode) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipArchiveOutputStream(bytes)) {
            for (Entry entry : entries) {
                boolean link = entry.kind == '2';
                var written = new ZipArchiveEntry(entry.name);
                written.setUnixMode(link ? 0120777 : mode);
                zip.putArchiveEntry(written);
                zip.write((link ? entry.target : entry.text).getBytes(StandardCharsets.UTF_8));
                zip.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] tar(List<Entry> entries) {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Entry entry : entries) {
                byte[] text = entry.text.getBytes(StandardCharsets.UTF_8);
                var written = new TarArchiveEntry(entry.name, (byte) entry.kind, true);
                written.setLinkName(entry.target);
                written.setSize(text.length);
                tar.putArchiveEntry(written);
                tar.write(text);
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// A zip whose entries are not packed.
    static byte[] stored(List<Entry> entries) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipArchiveOutputStream(bytes)) {
            for (Entry entry : entries) {
                byte[] text = entry.text.getBytes(StandardCharsets.UTF_8);
                var sum = new CRC32();
                sum.update(text);
                var written = new ZipArchiveEntry(entry.name);
                written.setMethod(ZipEntry.STORED);
                written.setSize(text.length);
                written.setCrc(sum.getValue());
                zip.putArchiveEntry(written);
                zip.write(text);
                zip.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] zstd(byte[] plain) {
        return zstdWindow(plain, 0);
    }

    /// With a window of two to the power of `log`, 0 for the usual one.
    static byte[] zstdWindow(byte[] plain, int log) {
        var bytes = new ByteArrayOutputStream();
        try (var zstd = new ZstdOutputStream(bytes)) {
            zstd.setChecksum(true);
            if (log > 0) {
                zstd.setLong(log);
            }
            zstd.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] gzip(byte[] plain) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
