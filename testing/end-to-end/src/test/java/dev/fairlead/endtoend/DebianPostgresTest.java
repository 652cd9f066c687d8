package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.util.Map;

/// A PostgreSQL that is not ours, named by `FAIRLEAD_DATABASE_URL`.
@Tag("slow")
class DebianPostgresTest {
    @Test
    void functions_deploy_and_are_recorded_in_a_database_by_url() throws Exception {
        // Given
        try (var postgres = new DebianPostgres();
                var fairlead =
                        Installation.fresh(Map.of("FAIRLEAD_DATABASE_URL", postgres.url()))
                                .ready()) {
            // When
            String id =
                    fairlead.javascript("url", "hello", "export default () => ({ok: true})")
                            .path("id")
                            .asString();
            Installation.Reply answer = fairlead.get("/fn/url/hello");
            // Then
            assertThat(answer.body()).isEqualTo("{\"ok\":true}");
            String path = "/functions/" + id + "/executions";
            Installation.await(
                    () -> fairlead.api("GET", path, "").json().path("items").size() == 1,
                    "the execution to be on record");
            assertThat(Files.exists(fairlead.data().resolve("postgres"))).isFalse();
        }
    }

    @Test
    void two_servers_on_one_database_count_a_limit_together() throws Exception {
        // Given
        try (var postgres = new DebianPostgres();
                var first = Installation.fresh(shared(postgres)).ready()) {
            String id =
                    first.javascript("url", "rare", "export default () => ({ok: true})")
                            .path("id")
                            .asString();
            first.api(
                    "PUT",
                    "/functions/" + id,
                    "{\"rateLimit\":{\"requests\":60,\"periodSeconds\":86400,"
                            + "\"burst\":60,\"per\":\"function\"}}");
            try (var second = Installation.fresh(shared(postgres)).ready()) {
                Installation.await(
                        () -> first.instances() == 2 && second.instances() == 2,
                        "both servers to know of each other");
                // When
                int passed = 0;
                for (int i = 0; i < 150; i++) {
                    passed += passes(first) + passes(second);
                }
                // Then: the second has not the artifact, which is after the limits.
                assertThat(passed).isBetween(50, 60 + 15);
                assertThat(passes(first) + passes(second)).isZero();
            }
        }
    }

    /// Servers on one database have one master key.
    private static Map<String, String> shared(DebianPostgres postgres) {
        return Map.of(
                "FAIRLEAD_DATABASE_URL", postgres.url(), "FAIRLEAD_MASTER_KEY", "5e".repeat(32));
    }

    private static int passes(Installation fairlead) {
        return fairlead.get("/fn/url/rare").status() == 429 ? 0 : 1;
    }
}
