package dev.fairlead.process;

import dev.fairlead.builders.Builders;
import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.languages.BuildProgress;
import dev.fairlead.builders.languages.BuilderSettings;
import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.sandbox.SandboxSettings;
import dev.fairlead.sandbox.bubblewrap.Bubblewrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/// Runtimes of children, and functions in Java for them, in one directory and one sandbox.
final class Children implements AutoCloseable {
    static final Path ACTIONS = Path.of("src/test/resources/actions").toAbsolutePath();

    private final Path directory;
    private final Bubblewrap sandbox;

    Children(Path directory) {
        this.directory = directory;
        try {
            this.sandbox = Bubblewrap.open(SandboxSettings.in(directory.resolve("sandbox")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private enum Unheard implements BuildProgress {
        UNHEARD;

        @Override
        public void phase(BuildPhase phase) {}

        @Override
        public void line(String text) {}
    }

    ProcessRuntime runtime(UnaryOperator<ProcessSettings> change) {
        Path state = directory.resolve("children-" + UUID.randomUUID());
        return new ProcessRuntime(change.apply(ProcessSettings.in(state)), sandbox);
    }

    Path actions() throws IOException, InterruptedException {
        return built(ACTIONS, "Actions.java");
    }

    Path built(Path source, String file) throws IOException, InterruptedException {
        var tree = new SourceTree(source, List.of(file), ContentHash.of(new byte[0]));
        Path work = Files.createTempDirectory(directory, "work");
        var settings = BuilderSettings.of(Path.of("/usr/bin/node"), directory, directory);
        Path jar =
                new Builders(settings, sandbox)
                        .of(Language.JAVA)
                        .build(
                                new BuildInput(
                                        tree, work, "test", Map.of(), Map.of(), Unheard.UNHEARD))
                        .artifact();
        // As the store keeps it.
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-------"));
        return jar;
    }

    static Guest guest(ProcessRuntime runtime, Path jar, Limits limits) {
        try {
            return runtime.guest(
                    new GuestSpec(
                            new ServiceId(UUID.randomUUID()),
                            1,
                            Abi.JAVA,
                            jar,
                            ContentHash.of(Files.readAllBytes(jar)),
                            limits,
                            Map.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
