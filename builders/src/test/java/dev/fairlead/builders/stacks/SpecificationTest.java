package dev.fairlead.builders.stacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.model.deployments.BuildFailed;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/// The examples of the specification's documents, see the README beside them.
class SpecificationTest {
    private static final Map<String, String> BESIDE =
            Map.of(
                    "Dockerfile", "FROM scratch",
                    "backend/x", "x",
                    "backend.Dockerfile", "FROM scratch",
                    "my_config.txt", "config",
                    "server.cert", "cert",
                    "default.env", "A=1",
                    "common.yml", "services: {webapp: {image: webapp, user: common}}");

    private final Stacks stacks;

    SpecificationTest(@TempDir Path directory) {
        this.stacks = new Stacks(directory);
    }

    record Fragment(String name, boolean taken, String said, String text) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Fragment> fragments() {
        try (var bytes = SpecificationTest.class.getResourceAsStream("fragments.txt")) {
            String all = new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(all.substring(3).split("\n## ", -1))
                    .map(one -> {
                        String[] parts = one.split("\n", 3);
                        return new Fragment(
                                parts[0],
                                parts[1].startsWith("+"),
                                parts[1].substring(2),
                                parts[2]);
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("fragments")
    void each_is_read_as_it_says_or_refused_with_the_reason(Fragment fragment) throws IOException {
        // Given
        var files = new HashMap<>(BESIDE);
        files.put("compose.yaml", fragment.text());
        // Then
        if (fragment.taken()) {
            assertThat(stacks.read(files).toString()).contains(fragment.said());
        } else {
            assertThatThrownBy(() -> stacks.read(files))
                    .isInstanceOf(BuildFailed.class)
                    .hasMessageContaining(fragment.said());
        }
    }
}
