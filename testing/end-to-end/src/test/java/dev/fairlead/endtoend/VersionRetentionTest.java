package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Installation.Reply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The scheduled removal of versions, with the real scheduler and PostgreSQL: it removes what its
/// preview said, and nothing else.
@Tag("slow")
class VersionRetentionTest {
    private static final String JOB = "version-retention";
    private static final Duration WEEK_AND_A_DAY = Duration.ofDays(8);

    private final TurnedClock clock = behind();
    private final SharedPostgres postgres = new SharedPostgres(Map.of());
    private final Installation fairlead = postgres.first(clock);

    /// The scheduler has a clock of its own, for which what is to be done ahead would wait.
    private static TurnedClock behind() {
        var clock = new TurnedClock();
        clock.turn(WEEK_AND_A_DAY.negated());
        return clock;
    }

    @AfterEach
    void close() {
        fairlead.close();
        postgres.close();
    }

    private static String source(int number) {
        return "export default () => 'word" + number + "'";
    }

    private String function(String project) {
        return fairlead.javascript(project, "shop", source(1)).path("id").asString();
    }

    private void deploy(String id, String query, int number) {
        Reply reply =
                fairlead.api(
                        "POST",
                        "/functions/" + id + "/deployments?fileName=index.js" + query,
                        source(number).getBytes(StandardCharsets.UTF_8),
                        "text/javascript");
        assertThat(reply.status()).as(reply.body()).isEqualTo(202);
        String path = "/deployments/" + reply.json().path("id").asString();
        Installation.await(
                () ->
                        fairlead.api("GET", path, "")
                                .json()
                                .path("state")
                                .asString()
                                .equals("active"),
                "version " + number);
    }

    private String environment(String project, String name) {
        return fairlead.api("GET", "/environments?project=" + project, "")
                .json()
                .path("items")
                .valueStream()
                .filter(one -> one.path("name").asString().equals(name))
                .map(one -> "/environments/" + one.path("id").asString())
                .findFirst()
                .orElseThrow();
    }

    private void keep(String environment, Map<String, Integer> policy) {
        Reply kept =
                fairlead.api(
                        "PATCH",
                        environment,
                        Installation.JSON.writeValueAsString(Map.of("retention", policy)));
        assertThat(kept.status()).as(kept.body()).isEqualTo(200);
    }

    private Set<Integer> due(String environment) {
        return numbers(fairlead.api("GET", environment + "/due-versions", ""), "version");
    }

    private Set<Integer> versions(String id) {
        return numbers(
                fairlead.api("GET", "/functions/" + id + "/versions?limit=100", ""), "number");
    }

    private static Set<Integer> numbers(Reply reply, String field) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json()
                .path("items")
                .valueStream()
                .map((JsonNode one) -> one.path(field).asInt())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void the_scheduled_job_removes_what_its_preview_said_and_nothing_else() {
        // Given
        postgres.hurry(JOB);
        String counted = function("counted");
        String aged = function("aged");
        String kept = function("kept");
        fairlead.api("POST", "/environments", "{\"project\":\"counted\",\"name\":\"staging\"}");
        deploy(counted, "&environment=staging", 2);
        for (int number = 3; number <= 8; number++) {
            deploy(counted, "", number);
            deploy(kept, "", number - 1);
        }
        for (int number = 2; number <= 4; number++) {
            deploy(aged, "", number);
        }
        fairlead.api("PUT", "/functions/" + counted + "/aliases/beta", "{\"version\":3}");
        fairlead.api(
                "PUT",
                "/functions/" + counted + "/aliases/split",
                "{\"weights\":[{\"version\":4,\"weight\":50},{\"version\":8,\"weight\":50}]}");
        clock.turn(WEEK_AND_A_DAY);
        deploy(aged, "", 5);
        deploy(aged, "", 6);
        deploy(aged, "", 7);
        String byCount = environment("counted", "production");
        String byAge = environment("aged", "production");
        keep(byCount, Map.of("count", 1));
        keep(byAge, Map.of("count", 1, "days", 7));
        Set<Integer> countedDue = due(byCount);
        Set<Integer> agedDue = due(byAge);
        // When
        Set<Integer> before = versions(counted);
        postgres.hurry(JOB);
        // Then
        assertThat(before).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(countedDue).containsExactly(1, 5, 6);
        assertThat(versions(counted)).containsExactly(2, 3, 4, 7, 8);
        assertThat(agedDue).containsExactly(1, 2, 3, 4);
        assertThat(versions(aged)).containsExactly(5, 6, 7);
        assertThat(versions(kept)).containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(due(byCount)).isEmpty();
        for (var address : List.of("shop:8", "beta--shop:3", "staging--shop:2")) {
            String[] parts = address.split(":", -1);
            assertThat(fairlead.get("/fn/counted/" + parts[0]).body()).contains("word" + parts[1]);
        }
        assertThat(fairlead.get("/fn/counted/split--shop").body()).containsAnyOf("word4", "word8");
        Reply back = fairlead.api("POST", "/functions/" + counted + ":rollback", "{}");
        assertThat(back.status()).as(back.body()).isEqualTo(200);
        assertThat(fairlead.get("/fn/counted/shop").body()).contains("word7");
        postgres.hurry(JOB);
        assertThat(versions(counted)).as("the way forward stays, too").contains(7, 8);
    }
}
