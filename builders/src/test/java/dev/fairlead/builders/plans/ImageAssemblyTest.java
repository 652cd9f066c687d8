package dev.fairlead.builders.plans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;

import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.builders.languages.BaseImages;
import dev.fairlead.builders.plans.ImageAssembly.Parts;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;

import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

@Timeout(60)
class ImageAssemblyTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path directory;

    ImageAssemblyTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private Map<String, byte[]> image(Map<String, String> files, Wishes wishes, BaseImages bases)
            throws Exception {
        SourceTree tree = new Trees(directory).of(files);
        Plan plan = Detection.plan(tree, tree.files(), wishes);
        var assembly =
                new ImageAssembly(
                        bases,
                        new BaseCache(directory.resolve("bases"), 1 << 20),
                        Duration.ofSeconds(3));
        var parts =
                new Parts(
                        plan,
                        Folder.of(tree, tree.files()),
                        Optional.empty(),
                        8080,
                        Map.of("dev.fairlead.tenant", "ada"));
        Path work = Files.createTempDirectory(directory, "w");
        return entries(Files.readAllBytes(assembly.tar(parts, "fairlead.local/build:b1", work)));
    }

    private static Map<String, byte[]> entries(byte[] tar) throws IOException {
        var all = new HashMap<String, byte[]>();
        try (var in = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                all.put(entry.getName(), in.readAllBytes());
            }
        }
        return all;
    }

    private static JsonNode manifest(Map<String, byte[]> image) {
        return JSON.readTree(image.get("manifest.json")).path(0);
    }

    private static JsonNode config(Map<String, byte[]> image) {
        return JSON.readTree(image.get(manifest(image).path("Config").asString()));
    }

    private static List<String> layers(Map<String, byte[]> image) {
        var layers = new ArrayList<String>();
        manifest(image).path("Layers").forEach(layer -> layers.add(layer.asString()));
        return layers;
    }

    private static final Wishes ON_NOTHING =
            new Wishes(Optional.of(AppRuntime.STATIC), Optional.empty(), List.of("/app/run", "it"));

    private Map<String, byte[]> image(Map<String, String> files) throws Exception {
        return image(files, ON_NOTHING, BaseImages.PUBLIC);
    }

    @Test
    void the_same_files_are_the_same_bytes_and_say_how_they_are_run() throws Exception {
        // When
        Map<String, byte[]> first = image(Map.of("run", "#!/bin/sh\n", "a.txt", "text"));
        Map<String, byte[]> second = image(Map.of("run", "#!/bin/sh\n", "a.txt", "text"));
        Map<String, byte[]> other = image(Map.of("run", "#!/bin/sh\n", "a.txt", "Text"));
        // Then
        assertThat(config(second)).isEqualTo(config(first));
        assertThat(layers(second)).isEqualTo(layers(first)).hasSize(1);
        assertThat(layers(other)).doesNotContainAnyElementsOf(layers(first));
        JsonNode config = config(first);
        assertThat(config.path("created").asString()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(config.path("config").path("Entrypoint").toString())
                .isEqualTo("[\"/app/run\",\"it\"]");
        assertThat(config.path("config").path("WorkingDir").asString()).isEqualTo("/app");
        assertThat(config.path("config").path("Labels").path("dev.fairlead.tenant").asString())
                .isEqualTo("ada");
        assertThat(config.path("config").path("ExposedPorts").has("8080/tcp")).isTrue();
        assertThat(manifest(first).path("RepoTags").path(0).asString())
                .isEqualTo("fairlead.local/build:b1");
    }

    @Test
    void scripts_can_be_run_and_nobody_may_write() throws Exception {
        // When
        Map<String, byte[]> image = image(Map.of("run", "#!/bin/sh\n", "a.txt", "text"));
        // Then
        var modes = new HashMap<String, Integer>();
        byte[] layer = image.get(layers(image).getFirst());
        try (var in =
                new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(layer)))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                modes.put(entry.getName(), entry.getMode() & 0777);
                assertThat(entry.getLongUserId()).isZero();
            }
        }
        assertThat(modes).containsEntry("app/run", 0755).containsEntry("app/a.txt", 0644);
    }

    @Test
    void a_registry_that_never_answers_is_given_up() throws Exception {
        // Given
        try (var silent = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
            var bases = new BaseImages("127.0.0.1:" + silent.getLocalPort() + "/bases");
            // Then
            assertThatThrownBy(() -> image(Map.of("main.py", ""), Wishes.NONE, bases))
                    .isInstanceOfSatisfying(
                            BuildFailed.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_UNAVAILABLE))
                    .hasMessageContaining("within 3 s");
        }
    }

    @Test
    void a_base_that_is_not_there_is_named() throws Exception {
        // Given
        HttpServer empty =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        empty.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(404, -1);
                    exchange.close();
                });
        empty.start();
        try {
            var bases = new BaseImages("127.0.0.1:" + empty.getAddress().getPort() + "/bases");
            // Then
            assertThatThrownBy(() -> image(Map.of("main.py", ""), Wishes.NONE, bases))
                    .isInstanceOfSatisfying(
                            BuildFailed.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_UNAVAILABLE))
                    .hasMessageContaining("/bases/python:3.13-slim");
        } finally {
            empty.stop(0);
        }
    }

    @Test
    void a_base_from_elsewhere_is_refused() {
        for (String base :
                List.of("ghcr.io/x/y:1", "10.0.0.1:5000/x", "localhost/x", "A b", "../x")) {
            Wishes wishes = new Wishes(Optional.empty(), Optional.of(base), List.of());
            assertThatThrownBy(() -> image(Map.of("main.py", ""), wishes, BaseImages.PUBLIC))
                    .as(base)
                    .isInstanceOfSatisfying(
                            BuildFailed.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_INVALID));
        }
    }
}
