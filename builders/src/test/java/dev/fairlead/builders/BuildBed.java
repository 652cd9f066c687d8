package dev.fairlead.builders;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairlead.builders.intake.IntakeLimits;
import dev.fairlead.builders.intake.SourceIntake;
import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.languages.BuildProgress;
import dev.fairlead.builders.languages.BuilderSettings;
import dev.fairlead.builders.languages.Built;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;
import dev.fairlead.sandbox.SandboxSettings;
import dev.fairlead.sandbox.bubblewrap.Bubblewrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

/// Builds below a test's directory, each in folders of its own.
record BuildBed(Path directory) {
    private static final Path CACHE = Path.of("target", "toolchains").toAbsolutePath();
    private static final Path PACKAGES = Path.of("node_modules").toAbsolutePath();

    private enum Silent implements BuildProgress {
        SILENT;

        @Override
        public void phase(BuildPhase phase) {}

        @Override
        public void line(String text) {}
    }

    static BuildBed in(Path directory) {
        return new BuildBed(directory);
    }

    static BuilderSettings settings() {
        Path node =
                Stream.of("/usr/bin/node", "/usr/local/bin/node")
                        .map(Path::of)
                        .filter(Files::isExecutable)
                        .findFirst()
                        .orElse(Path.of("/nowhere/node"));
        return BuilderSettings.of(node, PACKAGES, CACHE);
    }

    Built build(BuilderSettings settings, Language language, Hostile.Entry... files)
            throws IOException, InterruptedException {
        Path own = Files.createTempDirectory(directory, "build");
        Path upload = Files.write(own.resolve("upload"), Hostile.zip(Arrays.asList(files)));
        SourceTree tree =
                new SourceIntake(IntakeLimits.DEFAULT)
                        .take(upload, "", language, own.resolve("source"));
        Path work = Files.createDirectories(own.resolve("work"));
        try (var sandbox = Bubblewrap.open(SandboxSettings.in(own.resolve("sandbox")))) {
            return new Builders(settings, sandbox)
                    .of(language)
                    .build(new BuildInput(tree, work, "test", Map.of(), Map.of(), Silent.SILENT));
        }
    }

    Built build(Language language, Hostile.Entry... files)
            throws IOException, InterruptedException {
        return build(settings(), language, files);
    }

    BuildFailed failure(Language language, Hostile.Entry... files) {
        return catchThrowableOfType(BuildFailed.class, () -> build(language, files));
    }

    static ContentHash hash(Built built) throws IOException {
        return ContentHash.of(Files.readAllBytes(built.artifact()));
    }
}
