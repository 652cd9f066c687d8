package dev.fairlead.testkit.engines;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Archives for engines, made of this machine's own files: nothing is fetched.
public final class TinyRoot {
    private static final Path BUSYBOX = Path.of("/bin/busybox");
    private static final List<String> FOLDERS =
            List.of("bin", "dev", "etc", "home", "proc", "run", "sys", "tmp", "usr", "var", "work");
    private static final List<String> PROGRAMS =
            List.of(
                    "sh",
                    "cat",
                    "cp",
                    "cut",
                    "date",
                    "dd",
                    "echo",
                    "env",
                    "false",
                    "grep",
                    "head",
                    "hostname",
                    "httpd",
                    "id",
                    "ip",
                    "kill",
                    "ls",
                    "mkdir",
                    "nc",
                    "nslookup",
                    "ps",
                    "rm",
                    "seq",
                    "sleep",
                    "stat",
                    "tail",
                    "test",
                    "touch",
                    "tr",
                    "true",
                    "tty",
                    "wc",
                    "wget",
                    "yes");

    private TinyRoot() {}

    /// The files of a container with a shell and the usual small programs.
    public static byte[] tar() throws IOException {
        if (!Files.isExecutable(BUSYBOX)) {
            throw new IOException(BUSYBOX + " is missing: install the package busybox-static");
        }
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            for (String folder : FOLDERS) {
                put(tar, new TarArchiveEntry(folder + "/"), folder.equals("tmp") ? 01777 : 0755);
            }
            file(tar, "bin/busybox", Files.readAllBytes(BUSYBOX), 0755);
            for (String program : PROGRAMS) {
                var link = new TarArchiveEntry("bin/" + program, TarConstants.LF_SYMLINK);
                link.setLinkName("busybox");
                put(tar, link, 0777);
            }
            String users = "root:x:0:0:root:/:/bin/sh\nada:x:1000:1000:ada:/home:/bin/sh\n";
            file(tar, "etc/passwd", users.getBytes(StandardCharsets.UTF_8), 0644);
            String groups = "root:x:0:\nada:x:1000:\n";
            file(tar, "etc/group", groups.getBytes(StandardCharsets.UTF_8), 0644);
        }
        return bytes.toByteArray();
    }

    /// Files by path with their text.
    public static byte[] tar(Map<String, String> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            for (var each : new TreeMap<>(files).entrySet()) {
                file(tar, each.getKey(), each.getValue().getBytes(StandardCharsets.UTF_8), 0644);
            }
        }
        return bytes.toByteArray();
    }

    private static void file(TarArchiveOutputStream tar, String name, byte[] content, int mode)
            throws IOException {
        var entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        entry.setMode(mode);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, int mode)
            throws IOException {
        entry.setMode(mode);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }
}
