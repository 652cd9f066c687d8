package dev.fairlead.builders.parsing;

import dev.fairlead.builders.analysis.Report;
import dev.fairlead.builders.compiled.Workbench;
import dev.fairlead.builders.intake.SourceIntake;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.languages.BuildProgress;
import dev.fairlead.builders.languages.BuilderSettings;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.sandbox.SandboxSettings;
import dev.fairlead.sandbox.StepRun;
import dev.fairlead.sandbox.bubblewrap.Bubblewrap;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads sources as a build would, below a test's directory.
record Readings(Path directory) {
    static final SourceReading.Parser SCRIPT = SourceReading.scripts("JavaScript");

    private enum Silent implements BuildProgress {
        SILENT;

        @Override
        public void phase(BuildPhase phase) {}

        @Override
        public void line(String text) {}
    }

    static Readings in(Path directory) {
        return new Readings(directory);
    }

    Map<String, Report> scripts(Map<String, String> sources, String... dependencies)
            throws Exception {
        var bytes = new HashMap<String, byte[]>();
        sources.forEach((file, text) -> bytes.put(file, text.getBytes(StandardCharsets.UTF_8)));
        return read(SCRIPT, bytes, Set.of(dependencies));
    }

    /// What is said of each file.
    Map<String, Report> read(
            SourceReading.Parser parser, Map<String, byte[]> sources, Set<String> dependencies)
            throws Exception {
        Path own = Files.createTempDirectory(directory, "reading");
        Path source = Files.createDirectory(own.resolve("source"));
        // A source of one folder alone is what is in that folder.
        Files.writeString(source.resolve("README"), "");
        for (Map.Entry<String, byte[]> each : sources.entrySet()) {
            Path file = source.resolve(each.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, each.getValue());
        }
        var settings =
                BuilderSettings.of(
                        Path.of("/usr/bin/node"),
                        Path.of("node_modules").toAbsolutePath(),
                        own.resolve("cache"));
        try (var sandbox = Bubblewrap.open(SandboxSettings.in(own.resolve("sandbox")))) {
            var input =
                    new BuildInput(
                            SourceIntake.treeOf(source),
                            Files.createDirectory(own.resolve("work")),
                            "test",
                            Map.of(),
                            Map.of(),
                            Silent.SILENT);
            Report all =
                    new SourceReading(new Workbench(settings, new StepRun(sandbox)), parser)
                            .read(input, List.copyOf(sources.keySet()), dependencies);
            var found = new HashMap<String, Report>();
            for (String file : sources.keySet()) {
                found.put(file, all.about(Set.of(file)));
            }
            return found;
        }
    }
}
