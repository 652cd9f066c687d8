package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.Map;

/// A rotated secret's value before is given for the overlap, and by nobody's doing no more after
/// it.
@Tag("slow")
class OverlapEndTest {
    private static final String TELLING =
            "export default () => ({token: process.env.TOKEN, before:"
                    + " process.env.TOKEN_PREVIOUS});";
    private static final String AT = "/variables?project=ending";

    private final TurnedClock clock = new TurnedClock();

    @Test
    void after_the_overlap_the_value_before_is_given_no_more() {
        try (var postgres = new SharedPostgres(Map.of());
                Installation fairlead = postgres.first(clock)) {
            // Given
            fairlead.javascript("ending", "teller", TELLING);
            fairlead.api(
                    "PATCH",
                    AT,
                    "{\"set\":[{\"name\":\"TOKEN\",\"value\":\"old\",\"secret\":true}]}");
            fairlead.api(
                    "POST",
                    "/variables/TOKEN:rotate?project=ending",
                    "{\"value\":\"new\",\"overlapSeconds\":3600}");
            clock.turn(Duration.ofMinutes(30));
            postgres.hurry("end-overlaps");
            JsonNode during = told(fairlead);
            // When
            clock.turn(Duration.ofMinutes(31));
            postgres.hurry("end-overlaps");
            // Then
            assertThat(during.path("token").asString()).isEqualTo("new");
            assertThat(during.path("before").asString()).isEqualTo("old");
            Installation.await(() -> !told(fairlead).has("before"), "the end of the overlap");
            assertThat(told(fairlead).path("token").asString()).isEqualTo("new");
            Installation.await(
                    () -> !fairlead.api("GET", AT, "").body().contains("previousUntil"),
                    "the value before to be forgotten");
        }
    }

    private static JsonNode told(Installation fairlead) {
        return Installation.JSON.readTree(fairlead.get("/fn/ending/teller").body());
    }
}
