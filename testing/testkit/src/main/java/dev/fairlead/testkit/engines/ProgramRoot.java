package dev.fairlead.testkit.engines;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// An archive for engines with this machine's own programs and folders, and the libraries they
/// need: nothing is fetched. The files of `TinyRoot` are in it, too.
public final class ProgramRoot {
    private static final Pattern LIBRARY = Pattern.compile("(/[^ ()]+) \\(0x");

    private static final int BLOCK = 512;

    private final Map<String, Path> files;

    /// Where in the image which file or folder of the machine is.
    public ProgramRoot(Map<String, Path> files) {
        this.files = Map.copyOf(files);
    }

    public void write(Path to) throws IOException, InterruptedException {
        try (var out = Files.newOutputStream(to);
                var tar = new TarArchiveOutputStream(out)) {
            byte[] tiny = TinyRoot.tar();
            out.write(tiny, 0, withoutEnd(tiny));
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            Set<Path> libraries = new LinkedHashSet<>();
            for (var each : files.entrySet()) {
                try (Stream<Path> all = Files.walk(each.getValue())) {
                    for (Path one : all.filter(Files::isRegularFile).toList()) {
                        Path relative = each.getValue().relativize(one);
                        String name = relative.toString();
                        add(tar, one, each.getKey() + (name.isEmpty() ? "" : "/" + name));
                        if (isNative(one)) {
                            libraries.addAll(needed(one));
                        }
                    }
                }
            }
            for (Path library : libraries) {
                add(tar, library, library.toString().substring(1));
            }
        }
    }

    /// How much of an archive there is before the blocks of zeros that end it.
    private static int withoutEnd(byte[] tar) {
        int end = tar.length;
        while (end > 0 && tar[end - 1] == 0) {
            end--;
        }
        return (end + BLOCK - 1) / BLOCK * BLOCK;
    }

    private static boolean isNative(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] first = in.readNBytes(4);
            return first.length == 4
                    && new String(first, StandardCharsets.ISO_8859_1).endsWith("ELF");
        }
    }

    private static Set<Path> needed(Path program) throws IOException, InterruptedException {
        Process ldd = new ProcessBuilder("/usr/bin/ldd", program.toString()).start();
        String text = new String(ldd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        ldd.waitFor();
        Set<Path> all = new LinkedHashSet<>();
        LIBRARY.matcher(text)
                .results()
                .map(found -> Path.of(found.group(1)))
                .filter(one ->
                        one.startsWith("/lib")
                                || one.startsWith("/usr")
                                || one.startsWith("/lib64"))
                .forEach(all::add);
        return all;
    }

    private static void add(TarArchiveOutputStream tar, Path file, String name) throws IOException {
        var entry = new TarArchiveEntry(name);
        entry.setSize(Files.size(file));
        entry.setMode(Files.isExecutable(file) ? 0755 : 0644);
        tar.putArchiveEntry(entry);
        Files.copy(file, tar);
        tar.closeArchiveEntry();
    }
}
