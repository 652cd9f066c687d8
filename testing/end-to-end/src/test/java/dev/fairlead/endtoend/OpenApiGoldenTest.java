package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The checked-in description is the one that the server gives.
class OpenApiGoldenTest {
    private final Installation fairlead = Installation.shared().ready();

    @Test
    void the_description_has_not_drifted() throws IOException {
        // Given
        Path golden = Installation.root().resolve("openapi/fairlead.yaml");
        // When
        String now = yaml();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, now);
        }
        // Then
        assertThat(now)
                .as(
                        "update with: mvn -pl testing/end-to-end test -Dtest=OpenApiGoldenTest"
                                + " -Dgolden.update=true")
                .isEqualTo(Files.readString(golden));
    }

    private String yaml() {
        var reply = fairlead.api("GET", "/openapi", "");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        Map<?, ?> document = Installation.JSON.readValue(reply.body(), Map.class);
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setWidth(120);
        return new Yaml(options).dump(document);
    }
}
