package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.cli.Main;
import dev.fairlead.engine.EngineAddress;
import dev.fairlead.engine.docker.DockerEngine;
import dev.fairlead.engine.labels.Kind;
import dev.fairlead.testkit.engines.EngineDaemon;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Functions on a server that keeps what strangers wrote apart in containers alone.
@Tag("slow")
class ContainerDeployTest {
    private static String run(Installation fairlead, String... arguments) {
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        var environment = Map.of("FAIRLEAD_URL", fairlead.url(), "FAIRLEAD_TOKEN", fairlead.key());
        int code = Main.commandLine(stream, stream, environment).execute(arguments);
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(code).as(text).isZero();
        return text;
    }

    private static String deploy(Installation fairlead, String example) {
        String folder = Installation.root().resolve("examples").resolve(example).toString();
        return run(fairlead, "deploy", folder, "--project", "apart", "--name", example);
    }

    @Test
    void functions_are_built_and_run_in_containers_and_nothing_is_left() throws Exception {
        // Given
        try (EngineDaemon daemon = EngineDaemon.start()) {
            var address = new EngineAddress.Unix(daemon.socket());
            var environment =
                    Map.of("FAIRLEAD_SANDBOX", "container", "FAIRLEAD_ENGINE", address.toString());
            try (Installation fairlead = Installation.fresh(environment).ready()) {
                // When
                for (String example : List.of("hello-c", "hello-javascript", "hello-java")) {
                    deploy(fairlead, example);
                    // Then
                    assertThat(fairlead.get("/fn/apart/" + example + "?name=Ada").body())
                            .as(example)
                            .isEqualTo("{\"message\":\"Hello, Ada\"}");
                }
                assertThat(run(fairlead, "status"))
                        .containsPattern("sandbox.ready +true")
                        .containsPattern("sandbox.kind +container");
                try (var engine = new DockerEngine(address)) {
                    assertThat(engine.labelled(Kind.IMAGE, "dev.fairlead.sandbox")).isNotEmpty();
                }
            }
            try (var engine = new DockerEngine(address)) {
                for (Kind kind : Kind.values()) {
                    assertThat(engine.labelled(kind, "dev.fairlead.sandbox"))
                            .as(kind.name())
                            .isEmpty();
                }
            }
        }
    }
}
