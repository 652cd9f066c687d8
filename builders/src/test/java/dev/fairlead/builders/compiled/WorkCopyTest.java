package dev.fairlead.builders.compiled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.languages.BuildProgress;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.functions.ContentHash;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class WorkCopyTest {
    private @TempDir Path directory;
    private Path work = Path.of("");
    private Path outside = Path.of("");

    @BeforeEach
    void prepare() throws IOException {
        work = Files.createDirectories(directory.resolve("work"));
        outside = Files.createDirectories(directory.resolve("outside"));
        Files.writeString(outside.resolve("module.wasm"), "not for this tenant");
    }

    private WorkCopy copy(String... files) throws IOException {
        Path source = Files.createDirectories(directory.resolve("source"));
        for (String file : files) {
            Files.createDirectories(source.resolve(file).getParent());
            Files.writeString(source.resolve(file), "theirs");
        }
        var tree = new SourceTree(source, List.of(files), ContentHash.of(new byte[0]));
        return WorkCopy.of(new BuildInput(tree, work, "test", Map.of(), Map.of(), Unheard.UNHEARD));
    }

    private enum Unheard implements BuildProgress {
        UNHEARD;

        @Override
        public void phase(BuildPhase phase) {}

        @Override
        public void line(String text) {}
    }

    private static String refusal(WorkCopy copy, String file) {
        return catchThrowableOfType(BuildFailed.class, () -> copy.made(file)).detail();
    }

    @Test
    void a_link_in_place_of_the_module_is_not_followed() throws IOException {
        // Given
        WorkCopy copy = copy("a.c");
        Files.createSymbolicLink(work.resolve("module.wasm"), outside.resolve("module.wasm"));
        // When
        String refusal = refusal(copy, "module.wasm");
        // Then
        assertThat(refusal).contains("link");
    }

    @Test
    void a_link_in_place_of_its_folder_is_not_followed() throws IOException {
        // Given
        WorkCopy copy = copy("a.c");
        Files.createSymbolicLink(work.resolve("out"), outside);
        // When
        String refusal = refusal(copy, "out/module.wasm");
        // Then
        assertThat(refusal).contains("link");
    }

    @Test
    void files_in_our_folder_are_ours_alone() throws IOException {
        // Given
        String theirs = WorkCopy.OURS + "/c/fairlead.h";
        // When
        WorkCopy copy = copy("src/a.c", theirs);
        // Then
        assertThat(copy.path("src/a.c")).hasContent("theirs");
        assertThat(copy.path(theirs)).doesNotExist();
    }
}
