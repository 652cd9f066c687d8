package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Installation.Reply;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Rollouts under load: what does worse is taken back by itself.
class CanaryTest {
    private static final String GOOD = "export default () => 'good'";

    private final Installation fairlead = Installation.shared().ready();

    private String deploy(String id, String query, String source) {
        Reply asked =
                fairlead.api(
                        "POST",
                        "/functions/" + id + "/deployments?fileName=index.js" + query,
                        source.getBytes(StandardCharsets.UTF_8),
                        "text/javascript");
        return fairlead.deployed(asked).path("id").asString();
    }

    private String state(String deployment) {
        return deployment(deployment).path("state").asString();
    }

    private JsonNode deployment(String id) {
        return fairlead.api("GET", "/deployments/" + id, "").json();
    }

    private JsonNode rollout(String function) {
        return fairlead.api("GET", "/functions/" + function + "/rollouts", "")
                .json()
                .path("items")
                .path(0);
    }

    /// A hundred requests a second meanwhile.
    private void under(String path, Runnable work) {
        try (ScheduledExecutorService load = Executors.newScheduledThreadPool(2);
                var calls = Executors.newVirtualThreadPerTaskExecutor()) {
            var ticking =
                    load.scheduleAtFixedRate(
                            () -> calls.execute(() -> fairlead.get(path)),
                            0,
                            10,
                            TimeUnit.MILLISECONDS);
            work.run();
            ticking.cancel(false);
            load.shutdownNow();
        }
    }

    @Test
    void a_version_that_fails_some_requests_is_taken_back() {
        // Given
        String id = fairlead.javascript("canary", "shop", GOOD).path("id").asString();
        String bad =
                "export default () => { if (Math.random() < 0.05) throw new Error('no'); return"
                        + " 'bad' }";
        // When
        String deployment = deploy(id, "&strategy=canary&steps=25@10m", bad);
        under(
                "/fn/canary/shop",
                () ->
                        Installation.await(
                                () -> state(deployment).equals("failed"), "the judgement"));
        // Then
        JsonNode rollout = rollout(id);
        assertThat(rollout.path("state").asString()).isEqualTo("aborted");
        assertThat(rollout.path("reason").asString()).contains("version 2 failed");
        assertThat(deployment(deployment).path("failure").path("code").asString())
                .isEqualTo("rollout-failed");
        for (int i = 0; i < 50; i++) {
            assertThat(fairlead.get("/fn/canary/shop").body()).contains("good");
        }
        Reply back = fairlead.api("POST", "/functions/" + id + ":rollback", "{\"version\":2}");
        assertThat(back.json().path("code").asString()).isEqualTo("version-failed");
    }

    @Test
    void a_version_that_does_as_well_gets_all_requests() {
        // Given
        String id = fairlead.javascript("equal", "shop", GOOD).path("id").asString();
        // When
        String deployment =
                deploy(
                        id,
                        "&strategy=canary&steps=20@1s,50@1s&minRequests=20",
                        "export default () => 'better'");
        under(
                "/fn/equal/shop",
                () -> Installation.await(() -> state(deployment).equals("active"), "the end"));
        // Then
        JsonNode rollout = rollout(id);
        assertThat(rollout.path("state").asString()).isEqualTo("completed");
        assertThat(rollout.path("figures")).hasSize(2);
        for (int i = 0; i < 50; i++) {
            assertThat(fairlead.get("/fn/equal/shop").body()).contains("better");
        }
        assertThat(
                        fairlead.api("POST", "/functions/" + id + ":rollback", "{}")
                                .json()
                                .path("version")
                                .asInt())
                .isEqualTo(1);
    }

    @Test
    void green_gets_no_request_until_its_check_passed() {
        // Given
        String id = fairlead.javascript("green", "shop", GOOD).path("id").asString();
        // When
        String failed =
                deploy(
                        id,
                        "&strategy=blue-green&check=/healthz",
                        "export default () => ({status: 500, body: 'sick'})");
        Installation.await(() -> state(failed).equals("failed"), "the check");
        String passed =
                deploy(id, "&strategy=blue-green&check=/healthz", "export default () => 'green'");
        Installation.await(() -> state(passed).equals("active"), "the switch");
        // Then
        assertThat(deployment(failed).path("failure").path("detail").asString())
                .contains("/healthz");
        assertThat(fairlead.get("/fn/green/shop").body()).contains("green");
        assertThat(fairlead.get("/fn/green/next--shop").status()).isEqualTo(404);
    }

    @Test
    void green_is_seen_at_an_address_of_its_own_and_taken_by_hand() {
        // Given
        String id = fairlead.javascript("byhand", "shop", GOOD).path("id").asString();
        deploy(id, "&strategy=blue-green", "export default () => 'green'");
        assertThat(fairlead.get("/fn/byhand/shop").body()).contains("good");
        assertThat(fairlead.get("/fn/byhand/next--shop").body()).contains("green");
        // When
        String rollout = rollout(id).path("id").asString();
        Reply advanced = fairlead.api("POST", "/rollouts/" + rollout + ":advance", "");
        // Then
        assertThat(advanced.status()).as(advanced.body()).isEqualTo(200);
        assertThat(advanced.json().path("state").asString()).isEqualTo("completed");
        assertThat(fairlead.get("/fn/byhand/shop").body()).contains("green");
    }

    @Test
    void who_has_a_cookie_stays_with_their_version() {
        // Given
        String id = fairlead.javascript("sticky", "shop", GOOD).path("id").asString();
        deploy(id, "", "export default () => 'other'");
        Reply put =
                fairlead.api(
                        "PUT",
                        "/functions/" + id + "/aliases/live",
                        Installation.JSON.writeValueAsString(
                                Map.of(
                                        "weights",
                                        List.of(
                                                Map.of("version", 1, "weight", 50),
                                                Map.of("version", 2, "weight", 50)),
                                        "sticky",
                                        Map.of("by", "cookie"),
                                        "conditions",
                                        List.of(
                                                Map.of(
                                                        "in", "query", "name", "v", "value", "1",
                                                        "version", 1),
                                                Map.of(
                                                        "in", "query", "name", "v", "value", "2",
                                                        "version", 2)))));
        assertThat(put.status()).as(put.body()).isEqualTo(200);
        Reply first = fairlead.get("/fn/sticky/shop");
        String cookie =
                first.whole().headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
        // When / Then
        for (int i = 0; i < 40; i++) {
            Reply again = fairlead.send("GET", "/fn/sticky/shop", new byte[0], "cookie", cookie);
            assertThat(again.body()).isEqualTo(first.body());
            assertThat(again.whole().headers().firstValue("set-cookie")).isEmpty();
        }
        for (int i = 0; i < 20; i++) {
            assertThat(fairlead.get("/fn/sticky/shop?v=1").body()).contains("good");
            assertThat(fairlead.get("/fn/sticky/shop?v=2").body()).contains("other");
        }
        Installation.await(
                () ->
                        fairlead.api("GET", "/functions/" + id + "/aliases/live/figures", "")
                                        .json()
                                        .path("items")
                                        .size()
                                == 2,
                "figures of both variants");
    }
}
