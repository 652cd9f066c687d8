package dev.fairlead.cli.sources;

import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.sources.IgnoredFiles;
import dev.fairlead.model.sources.SecretFiles;
import dev.fairlead.model.wire.ManifestFileJson;
import dev.fairlead.model.wire.ManifestJson;

import nl.basjes.gitignore.GitIgnore;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/// A folder as it is deployed: its files without what `.fairleadignore` names, what tools leave
/// behind, and links.
public final class SourceFolder {
    static final String IGNORE = ".fairleadignore";
    private static final Set<String> LEFT_OUT = Set.of(".git", "node_modules", ".DS_Store");
    // Further down they may be parts of what others wrote, such as a crate in `vendor`.
    private static final Set<String> LEFT_OUT_AT_THE_TOP =
            Set.of("target", "fairlead.yaml", "README.md", IGNORE);
    private static final Set<String> APP_LEFT_OUT = Set.of(".git", ".DS_Store");
    private static final long MOST_BYTES = 64L << 20;

    private final Path folder;
    private final List<ManifestFileJson> files;

    private SourceFolder(Path folder, List<ManifestFileJson> files) {
        this.folder = folder;
        this.files = List.copyOf(files);
    }

    /// Reads every file once. Throws `CommandFailed` for one that looks like a secret, unless
    /// `allowSecrets`, and for more than may be sent.
    public static SourceFolder read(Path folder, boolean allowSecrets) throws IOException {
        return read(folder, list(folder), allowSecrets);
    }

    /// The same of an app: all of it but what `.dockerignore` and `.fairleadignore` name.
    public static SourceFolder ofApp(Path folder, boolean allowSecrets) throws IOException {
        Path rules = folder.resolve(IgnoredFiles.NAME);
        IgnoredFiles ignored;
        try {
            ignored = new IgnoredFiles(Files.exists(rules) ? Files.readString(rules) : "");
        } catch (InvalidValue e) {
            throw new CommandFailed(ExitCode.USAGE, rules + ": " + e.rule());
        }
        Set<String> never = Set.of("fairlead.yaml", "Dockerfile", IgnoredFiles.NAME);
        List<Path> all =
                list(folder, APP_LEFT_OUT, Set.of(IGNORE)).stream()
                        .filter(file -> {
                            String name = folder.relativize(file).toString();
                            return never.contains(name) || !ignored.leavesOut(name);
                        })
                        .toList();
        return read(folder, all, allowSecrets);
    }

    /// The same of a stack: all of it but what `.fairleadignore` names. What `.dockerignore` names
    /// is left out of images alone: a compose file may ask for it.
    static SourceFolder ofStack(Path folder, boolean allowSecrets) throws IOException {
        return read(folder, list(folder, LEFT_OUT, Set.of(IGNORE)), allowSecrets);
    }

    private static SourceFolder read(Path folder, List<Path> all, boolean allowSecrets)
            throws IOException {
        var files = new ArrayList<ManifestFileJson>();
        var secrets = new ArrayList<String>();
        long bytes = 0;
        for (Path file : all) {
            String name = folder.relativize(file).toString();
            byte[] content = Files.readAllBytes(file);
            bytes += content.length;
            if (bytes > MOST_BYTES) {
                throw new CommandFailed(
                        ExitCode.USAGE,
                        folder
                                + " has more than 64 MiB of source; name what to leave out in "
                                + IGNORE);
            }
            byte[] looked = content.length > SecretFiles.LARGEST_READ ? new byte[0] : content;
            SecretFiles.suspicion(name, looked).ifPresent(why -> secrets.add(name + " " + why));
            files.add(new ManifestFileJson(name, ContentHash.of(content).hex(), content.length));
        }
        if (!secrets.isEmpty() && !allowSecrets) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "not sent, because it looks like a secret:\n  "
                            + String.join("\n  ", secrets)
                            + "\nname it in "
                            + IGNORE
                            + ", or insist with --allow-secrets");
        }
        if (files.isEmpty()) {
            throw new CommandFailed(ExitCode.USAGE, folder + " has no source files");
        }
        return new SourceFolder(folder, files);
    }

    private static List<Path> list(Path folder) throws IOException {
        return list(folder, LEFT_OUT, LEFT_OUT_AT_THE_TOP);
    }

    private static List<Path> list(Path folder, Set<String> leftOut, Set<String> atTheTop)
            throws IOException {
        Path rules = folder.resolve(IGNORE);
        var ignored = new GitIgnore(Files.exists(rules) ? Files.readString(rules) : "");
        var found = new ArrayList<Path>();
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes a) {
                        return at.equals(folder) || kept(at, true)
                                ? FileVisitResult.CONTINUE
                                : FileVisitResult.SKIP_SUBTREE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes a) {
                        if (a.isRegularFile() && kept(file, false)) {
                            found.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    private boolean kept(Path at, boolean directory) {
                        String name = "/" + folder.relativize(at) + (directory ? "/" : "");
                        String last = String.valueOf(at.getFileName());
                        boolean top = folder.equals(at.getParent());
                        return !leftOut.contains(last)
                                && !(top && atTheTop.contains(last))
                                && !Boolean.TRUE.equals(ignored.isIgnoredFile(name));
                    }
                });
        found.sort(null);
        return found;
    }

    int count() {
        return files.size();
    }

    long bytes() {
        return files.stream().mapToLong(ManifestFileJson::size).sum();
    }

    public ManifestJson manifest() {
        return new ManifestJson(files);
    }

    /// How the server calls this manifest once it was sent.
    String manifestId() {
        var text = new StringBuilder();
        for (ManifestFileJson file : files) {
            text.append(file.hash()).append(' ').append(file.size()).append(' ');
            text.append(file.path()).append('\n');
        }
        return ContentHash.of(text.toString().getBytes(StandardCharsets.UTF_8)).hex();
    }

    /// A tar.gz of everything.
    byte[] archive() throws IOException {
        return archive(files);
    }

    /// A tar.gz of the files with these indexes in the manifest.
    byte[] archive(Collection<Integer> indexes) throws IOException {
        return archive(indexes.stream().map(files::get).toList());
    }

    private byte[] archive(List<ManifestFileJson> chosen) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes), "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            for (ManifestFileJson file : chosen) {
                byte[] content = Files.readAllBytes(folder.resolve(file.path()));
                var entry = new TarArchiveEntry(file.path());
                entry.setModTime(0);
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }
}
