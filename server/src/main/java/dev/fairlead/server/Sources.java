package dev.fairlead.server;

import dev.fairlead.builders.intake.IntakeLimits;
import dev.fairlead.builders.intake.SourceIntake;
import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.controlplane.control.deployments.SourceStore;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Keeps sources as folders named by the hash of what is in them.
final class Sources implements SourceStore {
    /// What a file with this ending says of the language; the first that is found counts.
    private record Sign(String ending, Language language) {}

    // A manifest before scripts and headers, which other languages have for their tools too.
    private static final List<Sign> SIGNS =
            List.of(
                    new Sign("cargo.toml", Language.RUST),
                    new Sign("go.mod", Language.GO),
                    new Sign(".js", Language.JAVASCRIPT),
                    new Sign(".mjs", Language.JAVASCRIPT),
                    new Sign(".wasm", Language.WASM),
                    new Sign(".ts", Language.ASSEMBLYSCRIPT),
                    new Sign(".rs", Language.RUST),
                    new Sign(".go", Language.GO),
                    new Sign(".cpp", Language.CPP),
                    new Sign(".cc", Language.CPP),
                    new Sign(".cxx", Language.CPP),
                    new Sign(".c", Language.C));

    private final Path directory;
    private final Path incoming;
    private final SourceIntake intake = new SourceIntake(IntakeLimits.DEFAULT);

    Sources(Path directory) throws IOException {
        this.directory = directory;
        this.incoming = directory.resolve("incoming");
        delete(incoming);
        Files.createDirectories(incoming);
    }

    @Override
    public Accepted accept(InputStream body, String fileName, Optional<Language> language)
            throws IOException {
        Path work = Files.createTempDirectory(incoming, "s");
        try {
            Path upload = work.resolve("upload");
            Files.copy(body, upload);
            SourceTree tree =
                    intake.take(
                            upload,
                            fileName,
                            language.orElseGet(() -> byName(fileName)),
                            work.resolve("tree"));
            keep(tree);
            return new Accepted(tree.hash(), language.orElseGet(() -> byContent(tree.files())));
        } finally {
            delete(work);
        }
    }

    private static Language byName(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        return SIGNS.stream()
                .filter(sign -> name.endsWith(sign.ending))
                .map(Sign::language)
                .findFirst()
                .orElse(Language.JAVASCRIPT);
    }

    private static Language byContent(List<String> files) {
        List<String> names = files.stream().map(file -> file.toLowerCase(Locale.ROOT)).toList();
        for (Sign sign : SIGNS) {
            if (names.stream().anyMatch(name -> name.endsWith(sign.ending))) {
                return sign.language;
            }
        }
        throw new Rejected(
                ErrorCode.HANDLER_MISSING,
                "no .js, .mjs, .wasm, .ts, .rs, .go, .c or .cpp file is in the source");
    }

    private void keep(SourceTree tree) throws IOException {
        Path kept = directory.resolve(tree.hash().hex());
        if (Files.isDirectory(kept)) {
            Files.setLastModifiedTime(kept, FileTime.fromMillis(System.currentTimeMillis()));
            return;
        }
        try {
            Files.move(tree.directory(), kept, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(kept)) {
                throw e;
            }
            // another upload of the same source was faster
        }
    }

    /// A kept source. Throws `IllegalStateException` when it is not there.
    SourceTree get(ContentHash hash) throws IOException {
        Path kept = directory.resolve(hash.hex());
        try (Stream<Path> all = Files.walk(kept)) {
            List<String> files =
                    all.filter(Files::isRegularFile)
                            .map(file -> kept.relativize(file).toString())
                            .sorted()
                            .toList();
            return new SourceTree(kept, files, hash);
        }
    }

    /// Deletes what nobody needs and is older than `before`; how many went.
    int deleteUnreferenced(Set<String> needed, Instant before) throws IOException {
        int gone = 0;
        try (Stream<Path> all = Files.list(directory)) {
            for (Path kept : all.filter(p -> !p.equals(incoming)).toList()) {
                boolean old = Files.getLastModifiedTime(kept).toInstant().isBefore(before);
                if (old && !needed.contains(String.valueOf(kept.getFileName()))) {
                    delete(kept);
                    gone++;
                }
            }
        }
        return gone;
    }

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
