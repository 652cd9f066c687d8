package dev.fairlead.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.engine.Engine;
import dev.fairlead.engine.EngineAddress;
import dev.fairlead.engine.docker.DockerEngine;
import dev.fairlead.engine.labels.Kind;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.sandbox.choice.SandboxChoice;
import dev.fairlead.sandbox.containers.ContainerSandbox;
import dev.fairlead.testkit.engines.EngineDaemon;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Servers that are killed with containers, that have no engine, and that may choose.
@Tag("slow")
class EnginesTest {
    private static final String OURS = "dev.fairlead.sandbox";
    private static EngineDaemon daemon;

    private @TempDir Path directory;
    private Path work;
    private SandboxSettings settings;

    @BeforeAll
    static void start() throws Exception {
        daemon = EngineDaemon.start();
    }

    @AfterAll
    static void stop() {
        daemon.close();
    }

    @BeforeEach
    void make_folders() throws IOException {
        work = Files.createDirectory(directory.resolve("work"));
        settings = SandboxSettings.in(directory.resolve("state"));
    }

    private static Engine engine() {
        return new DockerEngine(new EngineAddress.Unix(daemon.socket()));
    }

    private Process server(String script) throws IOException {
        var builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StepServer.class.getName(),
                        directory.toString(),
                        script);
        builder.environment()
                .putAll(
                        Map.of(
                                "FAIRLEAD_SANDBOX",
                                "container",
                                "FAIRLEAD_ENGINE",
                                "unix://" + daemon.socket()));
        return builder.redirectErrorStream(true).start();
    }

    @Test
    void the_next_start_removes_what_a_killed_server_left() throws Exception {
        // Given
        Process server = server("sleep 710018 & (setsid sleep 710019 &) ; echo up; sleep 710018");
        try {
            BufferedReader said = server.inputReader();
            assertThat(said.readLine()).startsWith("sandbox: container");
            assertThat(said.readLine()).isEqualTo("up");
            assertThat(Processes.withArgument("710018", "710019")).isNotEmpty();
        } finally {
            server.destroyForcibly().waitFor();
        }
        try (var engine = engine()) {
            assertThat(engine.labelled(Kind.CONTAINER, OURS)).hasSize(1);
            // When
            ContainerSandbox.open(settings, daemon.socket()).close();
            // Then
            for (Kind kind : Kind.values()) {
                assertThat(engine.labelled(kind, OURS)).as(kind.name()).isEmpty();
            }
        }
        assertThat(Processes.withArgument("710018", "710019")).isEmpty();
    }

    @Test
    void an_image_that_somebody_removed_is_made_again() throws Exception {
        // Given
        Step step = Step.of(List.of("/usr/bin/echo", "fine"), work, SandboxContract.LIMITS);
        try (var sandbox = ContainerSandbox.open(settings, daemon.socket());
                var engine = engine()) {
            new StepRun(sandbox).run(step, _ -> {});
            for (var image : engine.labelled(Kind.IMAGE, OURS)) {
                engine.remove(Kind.IMAGE, image.id());
            }
            // When
            var result = new StepRun(sandbox).run(step, _ -> {});
            // Then
            assertThat(result.lines()).containsExactly("fine");
        }
    }

    @Test
    void a_machine_with_neither_says_what_to_install_for_both() throws Exception {
        // Given
        var neither = new SandboxChoice(SandboxChoice.Kind.AUTO, directory.resolve("nowhere"));
        Step step = Step.of(List.of("/usr/bin/true"), work, SandboxContract.LIMITS);
        try (Sandbox sandbox = neither.open(settings.withProgram(directory.resolve("none")))) {
            // When, Then
            assertThatThrownBy(() -> sandbox.start(step))
                    .isInstanceOfSatisfying(
                            BuildFailed.class,
                            e -> {
                                assertThat(e.code()).isEqualTo(ErrorCode.SANDBOX_MISSING);
                                assertThat(e.detail())
                                        .contains("install the package bubblewrap")
                                        .contains("the package docker.io");
                            });
        }
    }

    @Test
    void what_works_is_chosen() throws Exception {
        // Given
        var auto = new SandboxChoice(SandboxChoice.Kind.AUTO, daemon.socket());
        try (Sandbox both = auto.open(settings);
                Sandbox engine = auto.open(settings.withProgram(directory.resolve("none")))) {
            // When, Then
            assertThat(both.readiness().sandbox()).isEqualTo("bubblewrap");
            assertThat(engine.readiness().sandbox()).isEqualTo("container");
            Step step = Step.of(List.of("/usr/bin/echo", "fine"), work, SandboxContract.LIMITS);
            assertThat(new StepRun(engine).run(step, _ -> {}).lines()).containsExactly("fine");
        }
    }

    @Test
    void an_engine_elsewhere_and_unknown_words_are_refused() {
        assertThatThrownBy(
                        () -> SandboxChoice.parse(Map.of("FAIRLEAD_ENGINE", "tcp://10.0.0.1:2375")))
                .hasMessageContaining("must be on this machine");
        assertThatThrownBy(() -> SandboxChoice.parse(Map.of("FAIRLEAD_SANDBOX", "none")))
                .hasMessageContaining("auto, bubblewrap or container");
        assertThat(SandboxChoice.parse(Map.of())).isEqualTo(SandboxChoice.AUTO);
    }
}
