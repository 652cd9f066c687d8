package dev.fairlead.cli.local;

import dev.fairlead.builders.intake.IntakeLimits;
import dev.fairlead.builders.intake.LanguageSigns;
import dev.fairlead.builders.intake.SourceIntake;
import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.sources.ProjectFile;
import dev.fairlead.cli.sources.SourceFolder;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.wire.ManifestFileJson;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// A folder or file of source as its author sees it. `source` is what is built, `folder` where
/// tests and `fairlead.yaml` are.
record LocalProject(Path folder, Path source, String name, Optional<Language> written) {
    static LocalProject of(Path path) {
        Path here = path.toAbsolutePath().normalize();
        if (!Files.exists(here)) {
            throw new CommandFailed(ExitCode.USAGE, "no such file or folder: " + path);
        }
        boolean folder = Files.isDirectory(here);
        Path home = folder ? here : here.resolveSibling("");
        ProjectFile file = folder ? ProjectFile.read(here) : ProjectFile.NOTHING;
        Path source = file.source().map(here::resolve).orElse(here);
        Optional<Language> written =
                file.language()
                        .map(word ->
                                Language.parse(word)
                                        .orElseThrow(() ->
                                                new CommandFailed(
                                                        ExitCode.USAGE,
                                                        "no language '"
                                                                + word
                                                                + "'; there are "
                                                                + Language.words())));
        String name = file.name().orElseGet(() -> nameOf(here));
        return new LocalProject(home, source, name, written);
    }

    private static String nameOf(Path path) {
        String base = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        int dot = base.indexOf('.');
        String plain =
                (dot > 0 ? base.substring(0, dot) : base)
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^[^a-z]+|-+$", "");
        return plain.isEmpty() ? "function" : plain;
    }

    /// The source as it is at this moment, copied below `directory`.
    SourceTree copy(Path directory) throws IOException {
        if (!Files.isDirectory(source)) {
            String name = String.valueOf(source.getFileName());
            return new SourceIntake(IntakeLimits.DEFAULT)
                    .take(
                            source,
                            name,
                            written.isPresent()
                                    ? written.get()
                                    : LanguageSigns.ofFile(name, source),
                            directory);
        }
        // Nothing leaves this machine, so that a file of secrets may lie there.
        for (ManifestFileJson file : SourceFolder.read(source, true).manifest().files()) {
            Path copy = directory.resolve(file.path());
            Files.createDirectories(copy.getParent());
            Files.copy(source.resolve(file.path()), copy);
        }
        return SourceIntake.treeOf(directory);
    }

    Language language(SourceTree tree) throws IOException {
        return written.isPresent() ? written.get() : LanguageSigns.of(tree);
    }
}
