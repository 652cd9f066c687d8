package dev.fairlead.cli.local;

import dev.fairlead.builders.Builders;
import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.languages.BuildProgress;
import dev.fairlead.builders.languages.BuilderSettings;
import dev.fairlead.builders.languages.Built;
import dev.fairlead.builders.languages.NpmSettings;
import dev.fairlead.builders.store.ArtifactStore;
import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.sandbox.Sandbox;
import dev.fairlead.sandbox.WorkFolder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Builds a project as the server would, and keeps the artifact in the cache.
final class LocalBuilds {
    private final ServiceId function = ServiceId.next(Clock.systemUTC());
    private final Path work;
    private final ArtifactStore artifacts;
    private final Builders builders;
    private Optional<ContentHash> last = Optional.empty();
    private int version;

    /// For one build.
    static LocalBuilds once(LocalHome home, Sandbox sandbox) {
        return new LocalBuilds(home, settings(home), sandbox);
    }

    /// For one build after the other.
    static LocalBuilds again(LocalHome home, Sandbox sandbox) {
        return new LocalBuilds(home, settings(home).startingAhead(), sandbox);
    }

    private static BuilderSettings settings(LocalHome home) {
        return BuilderSettings.of(
                        Path.of("/usr/bin/node"),
                        home.installation().resolve("builders/node_modules"),
                        home.folder("toolchains"))
                .with(home.registry().orElse(NpmSettings.PUBLIC));
    }

    private LocalBuilds(LocalHome home, BuilderSettings settings, Sandbox sandbox) {
        this.work = home.folder("work");
        this.artifacts = new ArtifactStore(home.folder("artifacts"), Clock.systemUTC());
        this.builders = new Builders(settings, sandbox);
    }

    ServiceId function() {
        return function;
    }

    /// What can be run of the project as it is now; empty where nothing changed since the last
    /// time. Throws `BuildFailed` for what its author has to mend.
    Optional<GuestSpec> build(
            LocalProject project, Map<String, String> environment, Consumer<String> line)
            throws IOException, InterruptedException {
        Path own = Files.createTempDirectory(work, "b");
        try {
            SourceTree tree = project.copy(Files.createDirectory(own.resolve("source")));
            if (last.filter(tree.hash()::equals).isPresent()) {
                return Optional.empty();
            }
            Language language = project.language(tree);
            var input =
                    new BuildInput(
                            tree,
                            Files.createDirectory(own.resolve("work")),
                            "local",
                            Map.of(),
                            Map.of(),
                            progress(line));
            Built built = builders.of(language).build(input);
            try (var bytes = Files.newInputStream(built.artifact())) {
                ContentHash hash = artifacts.store(bytes);
                last = Optional.of(tree.hash());
                version++;
                return Optional.of(
                        new GuestSpec(
                                function,
                                version,
                                built.abi(),
                                artifacts.path(hash),
                                hash,
                                Limits.DEFAULT,
                                environment));
            }
        } finally {
            WorkFolder.remove(own);
        }
    }

    private static BuildProgress progress(Consumer<String> line) {
        return new BuildProgress() {
            @Override
            public void phase(BuildPhase phase) {
                // A local build is short; its lines say enough.
            }

            @Override
            public void line(String text) {
                line.accept(text);
            }
        };
    }
}
