package dev.fairlead.builders.apps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.model.apps.Bounds;
import dev.fairlead.model.apps.Contract;
import dev.fairlead.model.apps.Egress;
import dev.fairlead.model.deployments.BuildFailed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class AppFileTest {
    private final Path directory;

    AppFileTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private AppFile read(String text) throws IOException {
        return AppFile.read(Sources.of(directory, Map.of("fairlead.yaml", text)));
    }

    @Test
    void without_it_the_dockerfile_and_the_image_say_everything() throws IOException {
        // When
        AppFile file = AppFile.read(Sources.of(directory, Map.of("Dockerfile", "FROM scratch")));

        // Then
        assertThat(file.dockerfile()).isEqualTo("Dockerfile");
        assertThat(file.image()).isEmpty();
        assertThat(file.port()).isEmpty();
        assertThat(file.writable()).isFalse();
    }

    @Test
    void what_it_says_is_taken_and_keys_of_others_are_left() throws IOException {
        // When
        AppFile file =
                read(
                        """
                        kind: app
                        name: web
                        image: registry.example.com/web:1
                        dockerfile: docker/Dockerfile
                        target: release
                        args: {EDITION: small, LEVEL: 3}
                        contract: lambda
                        port: 3000
                        command: [node, server.js]
                        health: /healthz
                        user: "1000"
                        writable: true
                        cpus: 0.5
                        egress: none
                        """);

        // Then
        assertThat(file.image()).contains("registry.example.com/web:1");
        assertThat(file.dockerfile()).isEqualTo("docker/Dockerfile");
        assertThat(file.target()).contains("release");
        assertThat(file.arguments()).isEqualTo(Map.of("EDITION", "small", "LEVEL", "3"));
        assertThat(file.contract()).contains(Contract.LAMBDA);
        assertThat(file.port()).hasValue(3000);
        assertThat(file.command()).isEqualTo(List.of("node", "server.js"));
        assertThat(file.health()).contains("/healthz");
        assertThat(file.user()).contains("1000");
        assertThat(file.writable()).isTrue();
        assertThat(file.bounds()).isEqualTo(new Bounds(0.5, Egress.NONE));
    }

    @Test
    void an_empty_one_says_nothing() throws IOException {
        assertThat(read("# nothing\n").image()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "port: 0 | port must be a number from 1 to 65535",
                "port: 65536 | port must be a number from 1 to 65535",
                "port: web | port must be a number from 1 to 65535",
                "port: 99999999999999 | port must be a number from 1 to 65535",
                "contract: grpc | contract must be http or lambda",
                "cpus: 0 | cpus must be a number from 0.01",
                "cpus: -1 | cpus: use a number from 0.01",
                "cpus: half | cpus must be a number from 0.01",
                "egress: home | egress must be all or none",
                "command: node server.js | command must be a list",
                "args: [a] | args must be a mapping",
                "writable: maybe | writable must be true or false",
                "image: [a] | image must be a text",
                "- a | it must be a mapping",
                "a: [ | fairlead.yaml",
                "!!java.net.URL [http://a] | fairlead.yaml",
            })
    void what_is_wrong_is_named(String text, String said) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(BuildFailed.class)
                .hasMessageContaining(said);
    }

    @Test
    @Timeout(10)
    void aliases_of_aliases_are_refused() {
        // Given
        var bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 100; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(10)));
        }

        // Then
        assertThatThrownBy(() -> read(bomb.toString())).isInstanceOf(BuildFailed.class);
    }

    @Test
    @Timeout(10)
    void depth_without_end_is_refused() {
        assertThatThrownBy(() -> read("a: " + "[".repeat(100_000))).isInstanceOf(BuildFailed.class);
    }

    @Test
    void a_large_one_is_refused() {
        assertThatThrownBy(() -> read("# " + "x".repeat(1 << 20)))
                .isInstanceOf(BuildFailed.class)
                .hasMessageContaining("more than 1 MiB");
    }
}
