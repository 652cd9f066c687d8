package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Installation.Reply;
import dev.fairlead.endtoend.People.Person;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Environments, promotion and traffic, by the API and the gateway.
class EnvironmentsTest {
    private final Installation fairlead = Installation.shared().ready();

    private String function(String project) {
        return fairlead.javascript(project, "shop", source("one")).path("id").asString();
    }

    private static String source(String word) {
        return "export default () => '" + word + "'";
    }

    private JsonNode environment(String project, Map<String, Object> more) {
        var body = new HashMap<String, Object>(more);
        body.put("project", project);
        Reply reply =
                fairlead.api("POST", "/environments", Installation.JSON.writeValueAsString(body));
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        return reply.json();
    }

    private JsonNode deploy(String id, String query, String word) {
        Reply reply =
                fairlead.api(
                        "POST",
                        "/functions/" + id + "/deployments?fileName=index.js" + query,
                        source(word).getBytes(StandardCharsets.UTF_8),
                        "text/javascript");
        assertThat(reply.status()).as(reply.body()).isEqualTo(202);
        String deployment = reply.json().path("id").asString();
        Installation.await(
                () -> {
                    String state = state(deployment);
                    return !List.of("pending", "building", "preparing", "checking", "switching")
                            .contains(state);
                },
                "deployment of " + word);
        return fairlead.api("GET", "/deployments/" + deployment, "").json();
    }

    private String state(String deployment) {
        return fairlead.api("GET", "/deployments/" + deployment, "")
                .json()
                .path("state")
                .asString();
    }

    private Reply ask(String path, Map<String, Object> body) {
        return fairlead.api("POST", path, Installation.JSON.writeValueAsString(body));
    }

    @Test
    void each_environment_has_its_own_live_version() {
        // Given
        String id = function("isolated");
        environment("isolated", Map.of("name", "staging"));
        // When
        JsonNode deployed = deploy(id, "&environment=staging", "two");
        // Then
        assertThat(deployed.path("state").asString()).isEqualTo("active");
        assertThat(fairlead.get("/fn/isolated/staging--shop").body()).contains("two");
        assertThat(fairlead.get("/fn/isolated/shop").body()).contains("one");
        assertThat(fairlead.get("/fn/isolated/production--shop").body()).contains("one");
    }

    @Test
    void a_version_is_promoted_as_it_was_built() {
        // Given
        String id = function("promoted");
        environment("promoted", Map.of("name", "staging"));
        int version = deploy(id, "&environment=staging", "two").path("version").asInt();
        // When
        Reply promoted =
                ask("/functions/" + id + ":promote", Map.of("from", "staging", "to", "production"));
        // Then
        assertThat(promoted.status()).as(promoted.body()).isEqualTo(202);
        assertThat(promoted.json().path("kind").asString()).isEqualTo("promotion");
        assertThat(promoted.json().path("baseVersion").asInt()).isEqualTo(version);
        assertThat(promoted.json().has("buildId")).isFalse();
        Installation.await(
                () -> fairlead.get("/fn/promoted/shop").body().contains("two"), "the promotion");
        JsonNode differences =
                fairlead.api(
                                "GET",
                                "/functions/" + id + "/versions/" + (version + 1) + "/differences",
                                "")
                        .json()
                        .path("differences");
        assertThat(differences).hasSize(1);
        assertThat(differences.path(0).path("what").asString()).isEqualTo("environment");
    }

    @Test
    void a_clone_begins_with_what_is_live_elsewhere() {
        // Given
        function("cloned");
        // When
        environment("cloned", Map.of("name", "copy", "cloneOf", "production"));
        // Then
        Installation.await(
                () -> fairlead.get("/fn/cloned/copy--shop").body().contains("one"), "the clone");
    }

    @Test
    void weights_hold_within_two_percent() {
        // Given
        String id = function("weighed");
        deploy(id, "", "two");
        Reply put =
                fairlead.api(
                        "PUT",
                        "/functions/" + id + "/aliases/live",
                        "{\"weights\":[{\"version\":1,\"weight\":70},{\"version\":2,\"weight\":30}]}");
        assertThat(put.status()).as(put.body()).isEqualTo(200);
        int second = 0;
        // When
        for (int i = 0; i < 10_000; i++) {
            second += fairlead.get("/fn/weighed/shop").body().contains("two") ? 1 : 0;
        }
        // Then
        assertThat(second).isBetween(2800, 3200);
    }

    @Test
    void weights_that_do_not_add_up_are_refused_with_the_sum() {
        // Given
        String id = function("wrong");
        // When
        Reply put =
                fairlead.api(
                        "PUT",
                        "/functions/" + id + "/aliases/live",
                        "{\"weights\":[{\"version\":1,\"weight\":70}]}");
        // Then
        assertThat(put.status()).isEqualTo(400);
        assertThat(put.body()).contains("add up to 70").contains("/weights");
    }

    @Test
    void a_deployment_to_a_protected_environment_waits_for_somebody_else() {
        // Given
        var people = new People(fairlead);
        String id = function("guarded");
        JsonNode staging =
                environment(
                        "guarded", Map.of("name", "staging", "protection", Map.of("approvals", 1)));
        assertThat(staging.path("protection").path("approvals").asInt()).isEqualTo(1);
        // When
        JsonNode waiting = deploy(id, "&environment=staging", "two");
        String deployment = waiting.path("id").asString();
        // Then
        assertThat(waiting.path("state").asString()).isEqualTo("waiting");
        assertThat(fairlead.get("/fn/guarded/staging--shop").status()).isEqualTo(404);
        Reply own = ask("/deployments/" + deployment + ":approve", Map.of());
        assertThat(own.json().path("code").asString()).isEqualTo("environment-protected");
        var other = people.join(people.first(), "developer");
        assertThat(
                        people.ask(
                                        other,
                                        "POST",
                                        "/deployments/" + deployment + ":approve",
                                        Map.of())
                                .status())
                .isEqualTo(200);
        Installation.await(
                () -> fairlead.get("/fn/guarded/staging--shop").body().contains("two"),
                "the approval");
    }

    /// Whom an environment lists, and whose groups, may release there; so may administrators, and
    /// nobody else, in whatever way.
    @Test
    void only_who_an_environment_lists_releases_to_it() {
        // Given
        var people = new People(fairlead);
        String id = function("listing");
        Person admin = people.join(people.first(), "admin");
        Person listed = people.join(people.first(), "developer");
        Person inGroup = people.join(people.first(), "developer");
        Person neither = people.join(people.first(), "developer");
        String group = ask("/groups", Map.of("name", "listing")).json().path("id").asString();
        fairlead.api("PUT", "/groups/" + group + "/members/" + inGroup.id(), "");
        var protection = Map.of("users", List.of(listed.id()), "groups", List.of(group));
        JsonNode staging =
                environment("listing", Map.of("name", "staging", "protection", protection));
        String freeze = "/environments/" + staging.path("id").asString() + ":freeze";
        var promotion = Map.of("from", "production", "to", "staging");
        var weights = Map.of("weights", List.of(Map.of("version", 1, "weight", 100)));
        // When
        Map<String, Reply> refused =
                Map.of(
                        "promote",
                        people.ask(neither, "POST", "/functions/" + id + ":promote", promotion),
                        "alias",
                        people.ask(
                                neither,
                                "PUT",
                                "/functions/" + id + "/aliases/beta?environment=staging",
                                weights),
                        "roll back",
                        people.ask(
                                neither,
                                "POST",
                                "/functions/" + id + ":rollback",
                                Map.of("environment", "staging")),
                        "freeze",
                        people.ask(neither, "POST", freeze, Map.of("reason", "mine")));
        // Then
        refused.forEach((what, reply) ->
                assertThat(reply.json().path("code").asString())
                        .as(what + ": " + reply.body())
                        .isEqualTo("environment-protected"));
        for (Person person : List.of(admin, listed, inGroup)) {
            Reply promoted = people.ask(person, "POST", "/functions/" + id + ":promote", promotion);
            assertThat(promoted.status()).as(person.email() + promoted.body()).isEqualTo(202);
        }
        Reply production =
                people.ask(neither, "PUT", "/functions/" + id + "/aliases/beta", weights);
        assertThat(production.status()).as(production.body()).isEqualTo(200);
        Reply nobody =
                fairlead.api(
                        "PATCH",
                        "/environments/" + staging.path("id").asString(),
                        "{\"protection\":{\"users\":[],\"groups\":[]}}");
        assertThat(nobody.status()).as(nobody.body()).isEqualTo(200);
        Reply late = people.ask(listed, "POST", "/functions/" + id + ":promote", promotion);
        assertThat(late.json().path("code").asString()).isEqualTo("environment-protected");
    }

    @Test
    void a_frozen_environment_takes_no_release_and_lets_people_go_back() {
        // Given
        String id = function("frozen");
        deploy(id, "", "two");
        JsonNode production =
                fairlead.api("GET", "/environments?project=frozen", "")
                        .json()
                        .path("items")
                        .path(0);
        String environment = "/environments/" + production.path("id").asString();
        assertThat(ask(environment + ":freeze", Map.of("reason", "the sale")).status())
                .isEqualTo(200);
        // When
        Reply refused =
                fairlead.api(
                        "POST",
                        "/functions/" + id + "/deployments?fileName=index.js",
                        source("three").getBytes(StandardCharsets.UTF_8),
                        "text/javascript");
        // Then
        assertThat(refused.json().path("code").asString()).isEqualTo("environment-frozen");
        assertThat(refused.body()).contains("the sale");
        assertThat(ask("/functions/" + id + ":rollback", Map.of()).status()).isEqualTo(200);
        assertThat(fairlead.get("/fn/frozen/shop").body()).contains("one");
        assertThat(ask(environment + ":thaw", Map.of()).status()).isEqualTo(200);
        assertThat(deploy(id, "", "three").path("state").asString()).isEqualTo("active");
    }

    @Test
    void other_limits_make_a_version_that_can_be_gone_back_from() {
        // Given
        String id = function("limited");
        // When
        Reply changed =
                fairlead.api("PUT", "/functions/" + id, "{\"limits\":{\"timeoutMs\":1234}}");
        // Then
        assertThat(changed.json().path("liveVersion").asInt()).isEqualTo(2);
        JsonNode second = fairlead.api("GET", "/functions/" + id + "/versions/2", "").json();
        assertThat(second.path("baseVersion").asInt()).isEqualTo(1);
        assertThat(second.path("limits").path("timeoutMs").asInt()).isEqualTo(1234);
        JsonNode first = fairlead.api("GET", "/functions/" + id + "/versions/1", "").json();
        assertThat(first.path("limits").path("timeoutMs").asInt()).isEqualTo(10_000);
        assertThat(second.path("artifactHash")).isEqualTo(first.path("artifactHash"));
        ask("/functions/" + id + ":rollback", Map.of());
        assertThat(fairlead.get("/fn/limited/shop").body()).contains("one");
    }

    @Test
    void what_retention_would_remove_is_what_its_preview_says() {
        // Given
        String id = function("pruned");
        for (int i = 2; i <= 5; i++) {
            deploy(id, "", "word" + i);
        }
        JsonNode production =
                fairlead.api("GET", "/environments?project=pruned", "")
                        .json()
                        .path("items")
                        .path(0);
        // When
        JsonNode due =
                fairlead.api(
                                "GET",
                                "/environments/"
                                        + production.path("id").asString()
                                        + "/due-versions?count=1",
                                "")
                        .json()
                        .path("items");
        // Then
        assertThat(due.valueStream().map(one -> one.path("version").asInt()))
                .containsExactly(1, 2, 3);
    }
}
