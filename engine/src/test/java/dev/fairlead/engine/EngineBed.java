package dev.fairlead.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.engine.containers.ContainerSpec;
import dev.fairlead.engine.containers.Limits;
import dev.fairlead.engine.containers.Mount;
import dev.fairlead.engine.containers.Networking;
import dev.fairlead.engine.containers.Program;
import dev.fairlead.engine.containers.Waiting;
import dev.fairlead.engine.containers.Walls;
import dev.fairlead.engine.docker.DockerEngine;
import dev.fairlead.engine.images.Reference;
import dev.fairlead.engine.labels.Kind;
import dev.fairlead.engine.labels.Labelled;
import dev.fairlead.engine.streams.LogEntry;
import dev.fairlead.engine.streams.LogQuery;
import dev.fairlead.engine.streams.LogStream;
import dev.fairlead.testkit.engines.LocalRegistry;
import dev.fairlead.testkit.engines.TestEngine;
import dev.fairlead.testkit.engines.TinyRoot;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A real engine, a registry, and an image with a shell. What tests make carries a label and is
/// gone after each.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EngineBed {
    static final String OURS = "dev.fairlead.test";
    static final Map<String, String> LABELS = Map.of(OURS, "engine");
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final Reference TINY = Reference.parse("fairlead.test/tiny:1");
    static final long MIB = 1L << 20;
    static final Limits LIMITS = Limits.of(64 * MIB, 1, 64);

    private LocalRegistry registry;
    private TestEngine daemon;
    private Engine engine;
    private String image;

    /// Starts one that speaks plain HTTP to that registry.
    abstract TestEngine launch(String registry) throws IOException, InterruptedException;

    /// What an engine is known not to do as it should, and we cannot make good.
    enum Gap {
        /// Nobody tells that a container was killed for want of memory.
        OUT_OF_MEMORY,
        /// What a command printed last is lost where it did not read all of its input.
        LAST_OUTPUT
    }

    Set<Gap> gaps() {
        return Set.of();
    }

    @BeforeAll
    void set_up() throws Exception {
        registry = LocalRegistry.start();
        daemon = launch(registry.name());
        engine = new DockerEngine(new EngineAddress.Unix(daemon.socket()));
        image =
                engine.images()
                        .importLayer(new ByteArrayInputStream(TinyRoot.tar()), Map.of(), PATIENCE);
        engine.images().tag(image, TINY);
    }

    @AfterAll
    void take_down() {
        engine.close();
        daemon.close();
        registry.close();
    }

    @AfterEach
    void leave_nothing() throws IOException {
        for (Kind kind : List.of(Kind.CONTAINER, Kind.NETWORK, Kind.VOLUME, Kind.IMAGE)) {
            // Podman wants those gone first that joined another: twice is enough.
            for (Labelled each : engine.labelled(kind, OURS)) {
                removed(kind, each.id());
            }
            for (Labelled each : engine.labelled(kind, OURS)) {
                engine.remove(kind, each.id());
            }
            assertThat(engine.labelled(kind, OURS)).as(kind.name()).isEmpty();
        }
    }

    private void removed(Kind kind, String id) throws IOException {
        try {
            engine.remove(kind, id);
        } catch (EngineFailed e) {
            assertThat(e.reason()).as(e.getMessage()).isEqualTo(EngineFailed.Reason.CONFLICT);
        }
    }

    Engine engine() {
        return engine;
    }

    TestEngine daemon() {
        return daemon;
    }

    LocalRegistry registry() {
        return registry;
    }

    String image() {
        return image;
    }

    /// A container that runs a script, and may do what it likes with its root.
    ContainerSpec script(String text) {
        return new ContainerSpec(
                program(text),
                LABELS,
                List.of(),
                LIMITS,
                new Walls("", Optional.empty(), Set.of(), false, true, List.of(), List.of()),
                new Networking.Apart(""),
                new ContainerSpec.Output.Kept(MIB, 2),
                false);
    }

    Program program(String script) {
        return Program.of(image).running(List.of("/bin/sh", "-c", script));
    }

    static ContainerSpec with(ContainerSpec spec, Walls walls) {
        return new ContainerSpec(
                spec.program(),
                spec.labels(),
                spec.mounts(),
                spec.limits(),
                walls,
                spec.networking(),
                spec.output(),
                spec.input());
    }

    static ContainerSpec with(ContainerSpec spec, Networking networking) {
        return new ContainerSpec(
                spec.program(),
                spec.labels(),
                spec.mounts(),
                spec.limits(),
                spec.walls(),
                networking,
                spec.output(),
                spec.input());
    }

    static ContainerSpec with(ContainerSpec spec, Limits limits, Mount... mounts) {
        return new ContainerSpec(
                spec.program(),
                spec.labels(),
                List.of(mounts),
                limits,
                spec.walls(),
                spec.networking(),
                spec.output(),
                spec.input());
    }

    static ContainerSpec with(ContainerSpec spec, Program program) {
        return new ContainerSpec(
                program,
                spec.labels(),
                spec.mounts(),
                spec.limits(),
                spec.walls(),
                spec.networking(),
                spec.output(),
                spec.input());
    }

    String started(ContainerSpec spec) throws IOException {
        String id = engine.containers().create(spec);
        engine.containers().start(id);
        return id;
    }

    /// Starts it and waits until it says `ready`.
    String ready(ContainerSpec spec) throws IOException {
        String id = started(spec);
        try (LogStream log = engine.containers().logs(id, LogQuery.FOLLOW)) {
            for (var line = log.next(); line.isPresent(); line = log.next()) {
                if (line.get().text().equals("ready")) {
                    return id;
                }
            }
        }
        throw new IOException("it ended: " + printed(id));
    }

    int exitCode(String container) throws IOException {
        try (Waiting end = engine.containers().await(container)) {
            return end.exitCode();
        }
    }

    /// Runs it to its end; what it printed.
    List<String> lines(ContainerSpec spec) throws IOException {
        String id = started(spec);
        exitCode(id);
        return printed(id);
    }

    List<String> printed(String container) throws IOException {
        return entries(container, LogQuery.ALL).stream().map(LogEntry::text).toList();
    }

    List<LogEntry> entries(String container, LogQuery query) throws IOException {
        var all = new ArrayList<LogEntry>();
        try (LogStream log = engine.containers().logs(container, query)) {
            for (var line = log.next(); line.isPresent(); line = log.next()) {
                all.add(line.get());
            }
        }
        return all;
    }
}
