package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Installation.Reply;
import dev.fairlead.endtoend.People.Person;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Keys: what they open, from where, until when.
@Tag("slow")
class KeysTest {
    private static final TurnedClock CLOCK = new TurnedClock();
    private static final Installation FAIRLEAD = Installation.fresh(Map.of(), CLOCK).ready();
    private static final People PEOPLE = new People(FAIRLEAD);
    private static final String FIRST = PEOPLE.first();
    private static final Person OWNER = PEOPLE.owner();

    @AfterAll
    static void close() {
        FAIRLEAD.close();
    }

    private static Reply with(JsonNode key, String method, String path, String body) {
        return PEOPLE.with(key.path("key").asString(), "", method, path, body);
    }

    private static String project(String name) {
        return PEOPLE.ask(OWNER, "POST", "/projects", Map.of("name", name))
                .json()
                .path("id")
                .asString();
    }

    @Test
    void a_key_tells_what_it_is_and_is_shown_once() {
        // Given
        Person developer = PEOPLE.join(FIRST, "developer");
        String project = project("told");
        // When
        JsonNode own = PEOPLE.key(developer, Map.of("name", "laptop"));
        JsonNode ofProject =
                PEOPLE.ask(OWNER, "POST", "/keys", Map.of("name", "ci", "project", project)).json();
        // Then
        assertThat(own.path("key").asString()).matches("flu_[0-9a-f]{64}");
        assertThat(ofProject.path("key").asString()).matches("flp_[0-9a-f]{64}");
        assertThat(PEOPLE.get(developer, "/account/keys").body())
                .contains(own.path("id").asString())
                .doesNotContain("flu_");
    }

    @Test
    void a_key_may_no_more_than_its_scopes_and_its_owner() {
        // Given
        Person developer = PEOPLE.join(FIRST, "developer");
        JsonNode reads =
                PEOPLE.key(developer, Map.of("name", "r", "scopes", List.of("functions:read")));
        JsonNode all = PEOPLE.key(developer, Map.of("name", "all"));
        var body = People.json(Map.of("project", "none", "name", "f"));
        // When / Then
        assertThat(with(reads, "GET", "/functions", "").status()).isEqualTo(200);
        assertThat(with(reads, "POST", "/functions", body).status()).isEqualTo(403);
        assertThat(with(reads, "GET", "/projects", "").status()).isEqualTo(403);
        assertThat(with(all, "POST", "/functions", body).status()).isEqualTo(404);
        assertThat(with(all, "GET", "/account", "").status()).isEqualTo(403);
        PEOPLE.ask(OWNER, "PATCH", "/members/" + developer.id(), Map.of("role", "viewer"));
        assertThat(with(all, "POST", "/functions", body).status()).isEqualTo(403);
    }

    @Test
    void a_key_of_a_project_reaches_that_project_alone() {
        // Given
        String project = project("reached");
        project("beyond");
        PEOPLE.ask(OWNER, "POST", "/functions", Map.of("project", "beyond", "name", "f"));
        JsonNode key =
                PEOPLE.ask(OWNER, "POST", "/keys", Map.of("name", "ci", "project", project)).json();
        // When
        Reply made =
                with(
                        key,
                        "POST",
                        "/functions",
                        People.json(Map.of("project", "reached", "name", "f")));
        Reply beyond =
                with(
                        key,
                        "POST",
                        "/functions",
                        People.json(Map.of("project", "beyond", "name", "g")));
        // Then
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(beyond.status()).isEqualTo(404);
        assertThat(with(key, "GET", "/functions", "").json().path("items").size()).isEqualTo(1);
        assertThat(with(key, "GET", "/members", "").status()).isEqualTo(403);
        assertThat(with(key, "POST", "/keys", People.json(Map.of("name", "x"))).status())
                .isEqualTo(403);
    }

    @Test
    void a_key_opens_from_where_it_may_be_used_alone() {
        // Given
        Person developer = PEOPLE.join(FIRST, "developer");
        // When
        JsonNode elsewhere =
                PEOPLE.key(developer, Map.of("name", "e", "addresses", List.of("192.0.2.0/24")));
        JsonNode here =
                PEOPLE.key(
                        developer, Map.of("name", "h", "addresses", List.of("127.0.0.0/8", "::1")));
        // Then
        assertThat(with(here, "GET", "/functions", "").status()).isEqualTo(200);
        assertThat(with(elsewhere, "GET", "/functions", "").status()).isEqualTo(401);
        assertThat(
                        FAIRLEAD.send(
                                        "GET",
                                        "/api/v1/functions",
                                        new byte[0],
                                        "authorization",
                                        "Bearer " + elsewhere.path("key").asString(),
                                        "x-forwarded-for",
                                        "192.0.2.7")
                                .status())
                .isEqualTo(401);
    }

    @Test
    void a_key_ends_when_it_is_to() {
        // Given
        Person developer = PEOPLE.join(FIRST, "developer");
        String end = CLOCK.instant().plusSeconds(60).toString();
        JsonNode key = PEOPLE.key(developer, Map.of("name", "short", "expiresAt", end));
        assertThat(with(key, "GET", "/functions", "").status()).isEqualTo(200);
        // When
        CLOCK.turn(Duration.ofSeconds(61));
        // Then
        assertThat(with(key, "GET", "/functions", "").status()).isEqualTo(401);
    }

    @Test
    void a_rotated_key_opens_by_both_texts_for_its_grace_and_then_by_one() {
        // Given
        Person developer = PEOPLE.join(FIRST, "developer");
        JsonNode key = PEOPLE.key(developer, Map.of("name", "turned"));
        String path = "/account/keys/" + key.path("id").asString() + ":rotate";
        // When
        JsonNode next = PEOPLE.ask(developer, "POST", path, Map.of("graceSeconds", 600)).json();
        // Then
        assertThat(with(key, "GET", "/functions", "").status()).isEqualTo(200);
        assertThat(with(next, "GET", "/functions", "").status()).isEqualTo(200);
        JsonNode last = PEOPLE.ask(developer, "POST", path, Map.of("graceSeconds", 0)).json();
        assertThat(with(key, "GET", "/functions", "").status()).isEqualTo(401);
        assertThat(with(next, "GET", "/functions", "").status()).isEqualTo(401);
        assertThat(with(last, "GET", "/functions", "").status()).isEqualTo(200);
    }

    @Test
    void nobody_gets_the_text_of_anothers_key_and_an_admin_may_end_it() {
        // Given
        Person developer = PEOPLE.join(FIRST, "developer");
        Person admin = PEOPLE.join(FIRST, "admin");
        JsonNode key = PEOPLE.key(developer, Map.of("name", "theirs"));
        String id = key.path("id").asString();
        String bootstrap = FAIRLEAD.api("GET", "/whoami", "").json().path("id").asString();
        // When / Then
        assertThat(PEOPLE.ask(admin, "POST", "/keys/" + id + ":rotate", "{}").status())
                .isEqualTo(403);
        assertThat(PEOPLE.ask(admin, "POST", "/account/keys/" + id + ":rotate", "{}").status())
                .isEqualTo(404);
        assertThat(PEOPLE.ask(admin, "POST", "/keys/" + bootstrap + ":rotate", "{}").status())
                .isEqualTo(404);
        assertThat(PEOPLE.ask(admin, "DELETE", "/keys/" + bootstrap, "").status()).isEqualTo(404);
        assertThat(PEOPLE.ask(admin, "DELETE", "/keys/" + id, "").status()).isEqualTo(204);
        assertThat(with(key, "GET", "/functions", "").status()).isEqualTo(401);
    }

    @Test
    void a_key_that_was_mistyped_is_told_from_one_that_was_revoked_by_nobody() {
        // Given
        JsonNode key = PEOPLE.key(PEOPLE.join(FIRST, "viewer"), Map.of("name", "k"));
        String text = key.path("key").asString();
        String mistyped =
                text.substring(0, 10) + (text.charAt(10) == '0' ? '1' : '0') + text.substring(11);
        // When
        Reply reply = PEOPLE.with(mistyped, "", "GET", "/whoami", "");
        // Then
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.code()).isEqualTo("unauthenticated");
    }
}
