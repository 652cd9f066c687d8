package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Installation.Reply;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/// A build secret is used by a compiler, which even prints it, and is then found nowhere: in no
/// log, answer, artifact, cache or file of the installation.
@Tag("slow")
class PlantedSecretTest {
    private static final String LOUD =
            """
            #include "fairlead.h"
            #include "/run/secrets/TOKEN"
            void handle(const fl_request *request, fl_response *response) {}
            """;

    private final String planted = "planted" + UUID.randomUUID().toString().replace("-", "");

    @Test
    void a_secret_that_a_build_used_is_found_nowhere() throws Exception {
        // Given
        Path data;
        try (Installation fairlead = Installation.fresh(Map.of()).ready()) {
            String id =
                    fairlead.javascript("secrets", "careless", "export default () => 1;")
                            .path("id")
                            .asString();
            Reply set =
                    fairlead.api(
                            "PUT",
                            "/functions/" + id + "/build-variables/TOKEN",
                            "{\"value\":\"" + planted + "\",\"secret\":true}");
            assertThat(set.status()).as(set.body()).isEqualTo(200);
            // When
            JsonNode loud = deploy(fairlead, id, LOUD);
            JsonNode unseen =
                    deploy(fairlead, id, LOUD.replace("/run/secrets/TOKEN", "/etc/shadow"));
            String said =
                    set.body()
                            + loud
                            + fairlead.api("GET", "/functions/" + id + "/build-variables", "")
                                    .body()
                            + fairlead.api("GET", "/builds?function=" + id, "").body()
                            + log(fairlead, loud)
                            + log(fairlead, unseen);
            // Then
            assertThat(loud.path("state").asString()).isEqualTo("failed");
            assertThat(loud.path("failure").path("code").asString()).isEqualTo("compile-failed");
            assertThat(log(fairlead, loud)).contains("***");
            assertThat(said).doesNotContain(planted);
            assertThat(unseen.path("state").asString()).isEqualTo("failed");
            assertThat(holders(fairlead.data())).isEmpty();
            data = fairlead.data();
        }
        assertThat(holders(data)).isEmpty();
        assertThat(holders(Path.of("/dev/shm"))).isEmpty();
    }

    @Test
    void a_secret_that_a_function_runs_with_is_on_no_disk() throws Exception {
        // Given
        Path data;
        try (Installation fairlead = Installation.fresh(Map.of()).ready()) {
            fairlead.javascript(
                    "running", "quiet", "export default () => process.env.TOKEN.length;");
            Reply set =
                    fairlead.api(
                            "PATCH",
                            "/variables?project=running",
                            "{\"set\":[{\"name\":\"TOKEN\",\"value\":\""
                                    + planted
                                    + "\",\"secret\":true},{\"name\":\"URL\",\"value\":"
                                    + "\"https://${TOKEN}@x\"}]}");
            // When
            String answer = fairlead.get("/fn/running/quiet").body();
            String said =
                    set.body()
                            + fairlead.api("GET", "/variables?project=running", "").body()
                            + fairlead.api(
                                            "GET",
                                            "/effective-variables?project=running&function=quiet",
                                            "")
                                    .body()
                            + fairlead.api("GET", "/audit-events", "").body()
                            + fairlead.api("GET", "/executions", "").body()
                            + fairlead.api("GET", "/openapi", "").body();
            // Then
            assertThat(set.status()).as(set.body()).isEqualTo(200);
            assertThat(answer).contains(String.valueOf(planted.length()));
            assertThat(said).contains("TOKEN").doesNotContain(planted);
            data = fairlead.data();
        }
        assertThat(holders(data)).isEmpty();
    }

    private static JsonNode deploy(Installation fairlead, String id, String source) {
        Reply reply =
                fairlead.api(
                        "POST",
                        "/functions/" + id + "/deployments?language=c&fileName=handler.c",
                        source.getBytes(StandardCharsets.UTF_8),
                        "text/plain");
        assertThat(reply.status()).as(reply.body()).isEqualTo(202);
        String path = "/deployments/" + reply.json().path("id").asString();
        Installation.await(
                () -> !fairlead.api("GET", path, "").json().path("endedAt").isMissingNode(),
                "the end of the build");
        return fairlead.api("GET", path, "").json();
    }

    private static String log(Installation fairlead, JsonNode deployment) {
        return fairlead.send(
                        "GET",
                        "/api/v1/deployments/" + deployment.path("id").asString() + "/log",
                        new byte[0],
                        "authorization",
                        "Bearer " + fairlead.key())
                .body();
    }

    /// Files below `folder` that hold the secret, plain or in hexadecimal.
    private List<Path> holders(Path folder) throws IOException {
        String hex = HexFormat.of().formatHex(planted.getBytes(StandardCharsets.UTF_8));
        var found = new ArrayList<Path>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                try {
                    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                    if (text.contains(planted) || text.contains(hex)) {
                        found.add(file);
                    }
                } catch (NoSuchFileException e) {
                    // PostgreSQL took it away in the meantime.
                }
            }
        }
        return found;
    }
}
