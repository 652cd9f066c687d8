package dev.fairlead.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.engine.EngineAddress;
import dev.fairlead.engine.docker.DockerEngine;
import dev.fairlead.engine.labels.Kind;
import dev.fairlead.sandbox.containers.ContainerSandbox;
import dev.fairlead.testkit.engines.EngineDaemon;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Map;

@Tag("slow")
class ContainerSandboxTest extends LimitsContract {
    private static final String OURS = "dev.fairlead.sandbox";
    private static EngineDaemon daemon;
    private ContainerSandbox sandbox;

    @BeforeAll
    static void start() throws Exception {
        daemon = EngineDaemon.start();
    }

    @AfterAll
    static void stop() {
        daemon.close();
    }

    @BeforeEach
    void open() throws IOException {
        var settings = SandboxSettings.in(directory.resolve("state"));
        sandbox = ContainerSandbox.open(settings, daemon.socket());
    }

    @AfterEach
    void nothing_is_left_in_the_engine() throws IOException {
        sandbox.close();
        try (var engine = new DockerEngine(new EngineAddress.Unix(daemon.socket()))) {
            for (Kind kind : Kind.values()) {
                assertThat(engine.labelled(kind, OURS)).as(kind.name()).isEmpty();
            }
        }
    }

    @Override
    protected Sandbox sandbox() {
        return sandbox;
    }

    @Override
    protected String user() {
        return "623";
    }

    @Test
    void it_says_what_holds() {
        // When
        Readiness readiness = sandbox.readiness();
        // Then
        assertThat(readiness.ready()).as(readiness.line()).isTrue();
        assertThat(readiness.line()).startsWith("sandbox: container, cgroup v");
    }

    @Test
    void the_engine_is_not_told_the_secrets() throws Exception {
        // Given
        String secret = "correct-horse-battery";
        Step step =
                script("cat /run/secrets/TOKEN | wc -c; cat")
                        .with(Map.of("SHOWN", "in-the-open"), Map.of("TOKEN", secret));
        try (var engine = new DockerEngine(new EngineAddress.Unix(daemon.socket()));
                SandboxedProcess process = sandbox.start(step)) {
            assertThat(process.output().readNBytes(3)).asString().isEqualTo("21\n");
            // When
            var containers = engine.labelled(Kind.CONTAINER, OURS);
            String told = engine.containers().description(containers.getFirst().id());
            // Then
            assertThat(containers).hasSize(1);
            assertThat(told).contains("in-the-open").doesNotContain(secret);
            assertThat(List.of(engine.labelled(Kind.VOLUME, OURS)).toString())
                    .doesNotContain(secret);
        }
    }
}
