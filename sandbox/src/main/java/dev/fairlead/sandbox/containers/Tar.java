package dev.fairlead.sandbox.containers;

import dev.fairlead.sandbox.running.StepView;

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

/// The archives that go to the engine: a root with nothing in it, and a step's secrets.
final class Tar {
    private static final List<String> FOLDERS =
            List.of(
                    "dev",
                    "etc",
                    "proc",
                    "run",
                    "run/fairlead",
                    "run/secrets",
                    "sbin",
                    "sys",
                    "tmp",
                    "usr",
                    "work");

    private Tar() {}

    /// Places to mount things at, links as this machine has them, and the few files of `/etc` that
    /// name users and hosts.
    static byte[] root(List<Integer> users) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            for (String folder : FOLDERS) {
                // What is mounted on a place has the place's mode.
                put(tar, new TarArchiveEntry(folder + "/"), folder.equals("tmp") ? 01777 : 0755);
            }
            // The engine puts its init over it.
            file(tar, "sbin/docker-init", "", 0755);
            for (String name : StepView.SYSTEM_FOLDERS) {
                if (linked(name)) {
                    var link = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
                    link.setLinkName("usr/" + name);
                    put(tar, link, 0777);
                }
            }
            var passwd = new StringBuilder();
            var group = new StringBuilder();
            for (int user : users) {
                passwd.append("step:x:%d:%d::/work:/bin/sh\n".formatted(user, user));
                group.append("step:x:%d:\n".formatted(user));
            }
            file(tar, "etc/passwd", passwd.toString(), 0644);
            file(tar, "etc/group", group.toString(), 0644);
            file(tar, "etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n", 0644);
        }
        return bytes.toByteArray();
    }

    /// Whether `/name` is a link into `/usr` here. The engine's own `/sbin` is never.
    static boolean linked(String name) {
        return !name.equals("sbin") && Files.isSymbolicLink(Path.of("/" + name));
    }

    /// Files that everybody may read and only root owns.
    static byte[] secrets(Map<String, String> secrets) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (var secret : new TreeMap<>(secrets).entrySet()) {
                file(tar, secret.getKey(), secret.getValue(), 0444);
            }
        }
        return bytes.toByteArray();
    }

    private static void file(TarArchiveOutputStream tar, String name, String text, int mode)
            throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
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
