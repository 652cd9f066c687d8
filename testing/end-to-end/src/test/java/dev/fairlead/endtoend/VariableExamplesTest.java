package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Runs what docs/reference/variables.md shows.
class VariableExamplesTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @Test
    void every_command_of_the_page_works(@TempDir Path files) throws IOException {
        // Given
        Files.writeString(files.resolve("token.txt"), TOKEN + "\n");
        Files.writeString(files.resolve("cart.js"), "export default () => 'trial'");
        Files.writeString(files.resolve("some.env"), "export MODE='staging'\n# no more\n");
        try (Installation fairlead = Installation.fresh(Map.of()).ready()) {
            fairlead.javascript("shop", "cart", "export default () => 'cart'");
            fairlead.javascript("other", "cart", "export default () => 'cart'");
            fairlead.api("POST", "/environments", "{\"project\":\"shop\",\"name\":\"staging\"}");
            // When
            List<PageCommands.Ran> ran = new PageCommands(fairlead, files).run("variables.md");
            // Then
            assertThat(ran).hasSizeGreaterThan(15).allMatch(one -> one.exit() == 0);
            assertThat(ran)
                    .filteredOn(one -> !one.line().contains("reveal"))
                    .noneMatch(one -> one.said().contains(TOKEN));
            assertThat(ran)
                    .filteredOn(one -> one.line().contains("reveal"))
                    .allMatch(one -> one.said().contains(TOKEN));
            assertThat(versions(fairlead))
                    .anyMatch(one ->
                            one.contains("\"name\":\"MODE\"")
                                    && one.contains("\"origin\":\"deployment\""));
        }
    }

    /// Those of the cart that are the oldest, as the API tells them.
    private static List<String> versions(Installation fairlead) {
        String id =
                fairlead.api("GET", "/functions?project=shop&name=cart", "")
                        .json()
                        .path("items")
                        .path(0)
                        .path("id")
                        .asString();
        return IntStream.rangeClosed(1, 8)
                .mapToObj(
                        n -> fairlead.api("GET", "/functions/" + id + "/versions/" + n, "").body())
                .toList();
    }
}
