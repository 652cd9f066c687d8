package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.Map;

/// An installation that keeps no executions.
@Tag("slow")
class HistoryOffTest {
    @Test
    void with_no_days_functions_run_and_nothing_is_recorded_or_lost() {
        try (var fairlead = Installation.fresh(Map.of("FAIRLEAD_EXECUTION_DAYS", "0")).ready()) {
            // Given
            String id =
                    fairlead.javascript("quiet", "f", "export default () => ({ok: true})")
                            .path("id")
                            .asString();
            // When
            String answer = fairlead.get("/fn/quiet/f").body();
            JsonNode executed = fairlead.api("POST", "/functions/" + id + "/execute", "{}").json();
            // Then
            assertThat(answer).isEqualTo("{\"ok\":true}");
            assertThat(executed.path("status").asString()).isEqualTo("SUCCEEDED");
            var listed = fairlead.api("GET", "/functions/" + id + "/executions", "").json();
            assertThat(listed.path("items")).isEmpty();
            JsonNode status = fairlead.api("GET", "/status", "").json();
            assertThat(status.path("executionsLost").asLong(-1)).isZero();
            assertThat(status.path("executionsRecorded").asLong(-1)).isZero();
        }
    }
}
