package dev.fairlead.builders.apps;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

class BuildContextTest {
    private final Path directory;

    BuildContextTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private byte[] written(String name, Map<String, String> files) throws IOException {
        Path tar = directory.resolve(name + ".tar");
        new BuildContext(Sources.of(directory.resolve(name), files), "Dockerfile").write(tar);
        return Files.readAllBytes(tar);
    }

    private Map<String, Integer> modes(Map<String, String> files) throws IOException {
        var modes = new LinkedHashMap<String, Integer>();
        written("source", files);
        try (var in =
                new TarArchiveInputStream(Files.newInputStream(directory.resolve("source.tar")))) {
            for (TarArchiveEntry one = in.getNextEntry(); one != null; one = in.getNextEntry()) {
                modes.put(one.getName(), one.getMode() & 0777);
            }
        }
        return modes;
    }

    @Test
    void what_is_ignored_stays_here_but_what_the_build_is_told_by() throws IOException {
        // When
        var files =
                modes(
                        Map.of(
                                ".dockerignore", "**\n!app\n",
                                "Dockerfile", "FROM scratch",
                                "app/main.js", "1",
                                "secret.txt", "2"));

        // Then
        assertThat(files.keySet())
                .containsExactlyInAnyOrder(".dockerignore", "Dockerfile", "app/main.js");
    }

    @Test
    void what_begins_like_a_program_can_be_run() throws IOException {
        // When
        var files =
                modes(
                        Map.of(
                                "Dockerfile", "FROM scratch",
                                "run.sh", "#!/bin/sh\n",
                                "tool", "\u007fELF...",
                                "data", "plain",
                                "empty", ""));

        // Then
        assertThat(files)
                .containsEntry("run.sh", 0755)
                .containsEntry("tool", 0755)
                .containsEntry("data", 0644)
                .containsEntry("empty", 0644);
    }

    @Test
    void long_names_arrive_whole() throws IOException {
        String name = "a/".repeat(80) + "ü".repeat(60) + ".txt";
        assertThat(modes(Map.of("Dockerfile", "FROM scratch", name, "1"))).containsKey(name);
    }

    @Test
    void the_same_files_are_the_same_bytes() throws IOException {
        // Given
        Map<String, String> files = Map.of("Dockerfile", "FROM scratch", "a", "1");

        // When
        byte[] first = written("first", files);
        byte[] second = written("second", files);

        // Then
        assertThat(first).isEqualTo(second);
    }
}
