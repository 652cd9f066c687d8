package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.cli.Main;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/// A function with packages of npm, from the example's folder to its answer.
@Tag("slow")
class PackagesDeployTest {
    private @TempDir Path folder;

    private String deploy(Installation fairlead) {
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        var environment = Map.of("FAIRLEAD_URL", fairlead.url(), "FAIRLEAD_TOKEN", fairlead.key());
        long began = System.nanoTime();
        int code =
                Main.commandLine(stream, stream, environment)
                        .execute(
                                "deploy",
                                folder.toString(),
                                "--project",
                                "packages",
                                "--name",
                                "npm");
        System.out.println("deployed in " + (System.nanoTime() - began) / 1_000_000 + " ms");
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(code).as(text).isZero();
        return text;
    }

    @Test
    void packages_are_installed_once_and_an_unchanged_source_starts_no_tool() throws IOException {
        // Given
        copy(Installation.root().resolve("examples/npm"));
        var registry = Map.of("FAIRLEAD_NPM_REGISTRY", "https://registry.npmjs.org");
        try (Installation fairlead = Installation.fresh(registry).ready()) {
            // When
            String first = deploy(fairlead);
            int status = fairlead.get("/fn/packages/npm").status();
            Path index = folder.resolve("index.js");
            Files.writeString(index, Files.readString(index) + "// edited\n");
            String edited = deploy(fairlead);
            String again = deploy(fairlead);
            // Then
            assertThat(first).contains("installing", "version 1 is live");
            assertThat(status).isEqualTo(200);
            assertThat(edited).contains("version 2 is live");
            assertThat(again).contains("taken from the cache").doesNotContain("compiling");
        }
    }

    private void copy(Path from) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path to = folder.resolve(from.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
    }
}
