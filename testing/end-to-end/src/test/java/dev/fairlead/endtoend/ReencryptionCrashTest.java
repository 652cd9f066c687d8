package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/// The shipped server, killed while it seals everything anew: the next start goes on by itself, and
/// no secret is lost.
@Tag("slow")
class ReencryptionCrashTest {
    private static final String OLD = "0a".repeat(32);
    private static final String NEW = "0b".repeat(32);
    private static final SealedSecrets SECRETS = new SealedSecrets(12);
    private static final int PORT_BASE = 25_000;

    private final Map<String, String> settings = new HashMap<>(Map.of("FAIRLEAD_MASTER_KEY", OLD));

    @Test
    void what_a_kill_cut_off_goes_on_after_the_next_start() throws IOException {
        // Given
        int port = PORT_BASE + new Random().nextInt(2_000);
        try (var server = new ServerProcess(port, "reencryption", settings)) {
            for (int project : SECRETS.numbers()) {
                String name = SealedSecrets.project(project);
                server.api("POST", "/projects", "{\"name\":\"" + name + "\"}");
                server.api("PATCH", "/variables?project=" + name, SealedSecrets.body(project));
            }
            server.stop();
            settings.put("FAIRLEAD_MASTER_KEY", NEW + "," + OLD);
            server.startAgain();
            long all = sealing(server).path("remaining").asLong();
            // When
            server.api("POST", "/installation/sealing:renew", "");
            Installation.await(
                    () -> sealing(server).path("remaining").asLong() < all, "the first of them");
            JsonNode last = sealing(server);
            server.kill();
            Instant killed = Instant.now();
            server.startAgain();
            Installation.await(
                    () -> sealing(server).hasNonNull("finishedAt"), "everything sealed anew");
            // Then: it had begun before and had not ended, and nobody asked again.
            JsonNode after = sealing(server);
            assertThat(last.hasNonNull("finishedAt")).isFalse();
            assertThat(Instant.parse(after.path("finishedAt").asString())).isAfter(killed);
            assertThat(after.path("requestedAt")).isEqualTo(last.path("requestedAt"));
            assertThat(after.path("remaining").asLong()).isZero();
            assertThat(after.path("keys")).hasSize(1);
            assertThat(after.path("keys").path(0).path("values").asLong())
                    .isGreaterThanOrEqualTo(all);
            everythingIsThere(server);
        }
    }

    private static void everythingIsThere(ServerProcess server) {
        for (int project : SECRETS.numbers()) {
            String name = SealedSecrets.project(project);
            assertThat(server.api("GET", "/variables?project=" + name, "").path("items"))
                    .hasSize(SealedSecrets.EACH);
            for (int number = project; number < SealedSecrets.EACH; number += 23) {
                assertThat(
                                server.api("POST", SealedSecrets.reveal(project, number), "")
                                        .path("value")
                                        .asString())
                        .isEqualTo(SealedSecrets.value(project, number));
            }
        }
    }

    private static JsonNode sealing(ServerProcess server) {
        return server.api("GET", "/installation/sealing", "");
    }
}
