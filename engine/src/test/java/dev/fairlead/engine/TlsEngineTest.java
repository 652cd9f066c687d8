package dev.fairlead.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.engine.containers.ContainerSpec;
import dev.fairlead.engine.containers.Limits;
import dev.fairlead.engine.containers.Networking;
import dev.fairlead.engine.containers.Program;
import dev.fairlead.engine.containers.Walls;
import dev.fairlead.engine.docker.DockerEngine;
import dev.fairlead.engine.streams.ExecSpec;
import dev.fairlead.testkit.engines.EngineDaemon;
import dev.fairlead.testkit.engines.LocalRegistry;
import dev.fairlead.testkit.engines.TinyRoot;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// An engine elsewhere, which both sides know by certificates.
@Tag("slow")
class TlsEngineTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static @TempDir Path folder;
    private static EngineDaemon daemon;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        Path ours = authority("ours");
        signed(ours, "server", "subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\n");
        signed(ours, "client", "extendedKeyUsage=clientAuth\n");
        Path others = authority("others");
        signed(others, "client", "extendedKeyUsage=clientAuth\n");
        port = LocalRegistry.freePort();
        daemon = EngineDaemon.withTls(port, ours);
    }

    @AfterAll
    static void stop() {
        daemon.close();
    }

    private static void openssl(Path folder, String... words) throws Exception {
        var command = new ArrayList<>(List.of("/usr/bin/openssl"));
        command.addAll(List.of(words));
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static Path authority(String name) throws Exception {
        Path place = Files.createDirectory(folder.resolve(name));
        openssl(
                place,
                ("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN="
                                + name
                                + " -keyout ca-key.pem"
                                + " -out ca.pem")
                        .split(" ", -1));
        return place;
    }

    private static void signed(Path place, String name, String extensions) throws Exception {
        Files.writeString(place.resolve("extensions"), extensions);
        openssl(
                place,
                ("req -new -newkey rsa:2048 -nodes -subj /CN="
                                + name
                                + " -keyout "
                                + name
                                + "-key.pem -out "
                                + name
                                + ".csr")
                        .split(" ", -1));
        openssl(
                place,
                ("x509 -req -days 2 -in "
                                + name
                                + ".csr -CA ca.pem -CAkey ca-key.pem -CAcreateserial"
                                + " -extfile extensions -out "
                                + name
                                + ".pem")
                        .split(" ", -1));
    }

    /// As Docker's own tools want their files.
    private static Path certificates(String name, Path authority, Path client) throws IOException {
        Path place = Files.createDirectory(folder.resolve(name));
        Files.copy(authority.resolve("ca.pem"), place.resolve("ca.pem"));
        Files.copy(client.resolve("client.pem"), place.resolve("cert.pem"));
        Files.copy(client.resolve("client-key.pem"), place.resolve("key.pem"));
        return place;
    }

    private static Engine engine(Path certificates) {
        return new DockerEngine(new EngineAddress.Tls("127.0.0.1", port, certificates));
    }

    @Test
    void a_container_runs_elsewhere() throws Exception {
        // Given
        Path ours = folder.resolve("ours");
        try (Engine engine = engine(certificates("right", ours, ours))) {
            assertThat(engine.facts().product()).isEqualTo(EngineFacts.Product.DOCKER);
            String image =
                    engine.images()
                            .importLayer(
                                    new ByteArrayInputStream(TinyRoot.tar()), Map.of(), PATIENCE);
            var spec =
                    new ContainerSpec(
                            Program.of(image).running(List.of("sleep", "1000")),
                            Map.of(),
                            List.of(),
                            Limits.of(32 << 20, 1, 32),
                            Walls.STRICT,
                            new Networking.Apart(""),
                            new ContainerSpec.Output.Forgotten(),
                            false);
            String id = engine.containers().create(spec);
            engine.containers().start(id);
            // When
            var result =
                    engine.containers()
                            .exec(
                                    id,
                                    ExecSpec.of(List.of("cat"), PATIENCE),
                                    new ByteArrayInputStream(
                                            "hello".getBytes(StandardCharsets.UTF_8)));
            // Then
            assertThat(result.output()).isEqualTo("hello");
            engine.containers().remove(id);
        }
    }

    @Test
    void a_stranger_is_refused_on_either_side() throws Exception {
        // Given
        Path ours = folder.resolve("ours");
        Path others = folder.resolve("others");
        try (Engine stranger = engine(certificates("stranger", ours, others));
                Engine distrustful = engine(certificates("distrustful", others, ours));
                Engine elsewhere =
                        new DockerEngine(
                                new EngineAddress.Tls(
                                        "localhost", port, certificates("name", ours, ours)))) {
            // When, Then
            assertThatThrownBy(stranger::ping).isInstanceOf(IOException.class);
            assertThatThrownBy(distrustful::ping).isInstanceOf(IOException.class);
            assertThatThrownBy(elsewhere::ping).isInstanceOf(IOException.class);
        }
    }

    @Test
    void files_that_are_no_certificates_are_named() throws Exception {
        // Given
        Path ours = folder.resolve("ours");
        Path broken = certificates("broken", ours, ours);
        Files.writeString(broken.resolve("key.pem"), "-----BEGIN RSA PRIVATE KEY-----\n");
        try (Engine engine = engine(broken);
                Engine none = engine(folder.resolve("none"))) {
            // When, Then
            assertThatThrownBy(engine::ping)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("key.pem")
                    .hasMessageContaining("pkcs8");
            assertThatThrownBy(none::ping).isInstanceOf(IOException.class);
        }
    }
}
