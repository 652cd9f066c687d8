package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Installation.Reply;
import dev.fairlead.endtoend.People.Person;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The audit log says who did what, also what was refused, and never a secret; and a second tenant
/// finds nothing of the first.
@Tag("slow")
class AuditTest {
    private static final Installation FAIRLEAD = Installation.fresh(Map.of()).ready();
    private static final People PEOPLE = new People(FAIRLEAD);
    private static final String FIRST = PEOPLE.first();
    private static final Person OWNER = PEOPLE.owner();

    @AfterAll
    static void close() {
        FAIRLEAD.close();
    }

    private static JsonNode events(String query) {
        return PEOPLE.get(OWNER, "/audit-events" + query).json().path("items");
    }

    @Test
    void a_change_says_who_through_what_from_where_on_what_and_how() {
        // Given
        Person admin = PEOPLE.join(FIRST, "admin");
        Person viewer = PEOPLE.join(FIRST, "viewer");
        // When
        Reply changed =
                PEOPLE.ask(admin, "PATCH", "/members/" + viewer.id(), Map.of("role", "operator"));
        // Then
        JsonNode event = events("?operation=updateMember").path(0);
        assertThat(event.path("actor").asString()).isEqualTo(admin.id());
        assertThat(event.path("actorName").asString()).isEqualTo(admin.email());
        assertThat(event.path("via").asString()).isEqualTo("token");
        assertThat(event.path("address").asString()).isEqualTo("127.0.0.1");
        assertThat(event.path("targetKind").asString()).isEqualTo("member");
        assertThat(event.path("action").asString()).isEqualTo("changed");
        assertThat(event.path("before").path("role").asString()).isEqualTo("viewer");
        assertThat(event.path("after").path("role").asString()).isEqualTo("operator");
        assertThat(event.path("requestId").asString())
                .isEqualTo(changed.whole().headers().firstValue("x-request-id").orElseThrow());
    }

    @Test
    void a_refused_try_is_there_too() {
        // Given
        Person viewer = PEOPLE.join(FIRST, "viewer");
        // When
        PEOPLE.ask(viewer, "POST", "/projects", Map.of("name", "not-mine"));
        // Then
        JsonNode event = events("?action=refused&actor=" + viewer.id()).path(0);
        assertThat(event.path("code").asString()).isEqualTo("forbidden");
        assertThat(event.path("operation").asString()).isEqualTo("createProject");
        assertThat(event.path("target").asString()).isEqualTo("POST /api/v1/projects");
    }

    @Test
    void no_secret_is_in_it() {
        // Given
        Person developer = PEOPLE.join(FIRST, "developer");
        JsonNode key = PEOPLE.key(developer, Map.of("name", "secretive"));
        String text = key.path("key").asString();
        PEOPLE.ask(OWNER, "POST", "/projects", Map.of("name", "kept"));
        String function =
                PEOPLE.ask(OWNER, "POST", "/functions", Map.of("project", "kept", "name", "f"))
                        .json()
                        .path("id")
                        .asString();
        PEOPLE.ask(
                OWNER,
                "PUT",
                "/functions/" + function + "/build-variables/TOKEN",
                Map.of("value", "planted-4711", "secret", true));
        // When
        String log = PEOPLE.get(OWNER, "/audit-events:export").body();
        String csv = PEOPLE.get(OWNER, "/audit-events:export?format=csv").body();
        String installation = PEOPLE.get(OWNER, "/installation/audit-events:export").body();
        // Then
        for (String all : List.of(log, csv, installation)) {
            assertThat(all)
                    .doesNotContain(
                            text.substring(4),
                            "planted-4711",
                            "$argon2id",
                            People.PASSWORD,
                            "token_hash");
        }
        assertThat(log.lines().count()).isEqualTo(csv.lines().count() - 1);
        assertThat(installation).contains("\"targetKind\":\"user\"", "\"targetKind\":\"session\"");
    }

    @Test
    void pages_and_filters_narrow_it() {
        // Given
        for (int i = 0; i < 5; i++) {
            PEOPLE.ask(OWNER, "POST", "/groups", Map.of("name", "paged " + i));
        }
        // When
        JsonNode first = PEOPLE.get(OWNER, "/audit-events?targetKind=group&limit=3").json();
        JsonNode second =
                PEOPLE.get(
                                OWNER,
                                "/audit-events?targetKind=group&limit=3&cursor="
                                        + first.path("nextCursor").asString())
                        .json();
        // Then
        assertThat(first.path("items").findValuesAsString("targetKind")).containsOnly("group");
        assertThat(second.path("items").path(0).path("sequence").asLong())
                .isLessThan(first.path("items").path(2).path("sequence").asLong());
        assertThat(PEOPLE.get(OWNER, "/audit-events?cursor=x").code())
                .isEqualTo("cursor-malformed");
        assertThat(PEOPLE.get(OWNER, "/audit-events:export?format=xml").status()).isEqualTo(400);
    }

    @Test
    void it_is_whole() {
        // When
        JsonNode verdict = PEOPLE.get(OWNER, "/audit-events:verify").json();
        JsonNode installation = PEOPLE.get(OWNER, "/installation/audit-events:verify").json();
        // Then
        assertThat(verdict.path("whole").asBoolean()).isTrue();
        assertThat(verdict.path("events").asLong()).isPositive();
        assertThat(installation.path("whole").asBoolean()).isTrue();
    }

    @Test
    void a_second_tenant_finds_no_id_of_the_first() {
        // Given
        JsonNode function =
                FAIRLEAD.javascript("owned", "hello", "export default () => ({ok: true})");
        String id = function.path("id").asString();
        FAIRLEAD.api("POST", "/functions/" + id + "/execute", "{}");
        String executions = "/functions/" + id + "/executions";
        Installation.await(
                () -> FAIRLEAD.api("GET", executions, "").json().path("items").size() > 0,
                "an execution");
        String group =
                PEOPLE.ask(OWNER, "POST", "/groups", Map.of("name", "ours"))
                        .json()
                        .path("id")
                        .asString();
        Person member = PEOPLE.join(FIRST, "viewer");
        String key = PEOPLE.key(member, Map.of("name", "ours")).path("id").asString();
        var theirs = new ArrayList<String>();
        theirs.add("GET /deployments/" + FAIRLEAD.deployment(id).path("id").asString());
        theirs.add("GET /deployments/" + FAIRLEAD.deployment(id).path("id").asString() + "/log");
        String build =
                FAIRLEAD.api("GET", "/builds", "")
                        .json()
                        .path("items")
                        .path(0)
                        .path("id")
                        .asString();
        theirs.add("GET /builds/" + build);
        theirs.add("POST /builds/" + build + ":cancel");
        theirs.add(
                "GET /executions/"
                        + FAIRLEAD.api("GET", executions, "")
                                .json()
                                .path("items")
                                .path(0)
                                .path("id")
                                .asString());
        for (String below :
                List.of(
                        "",
                        "/deployments",
                        "/versions",
                        "/versions/1",
                        "/versions/1/artifact",
                        "/aliases",
                        "/executions",
                        "/logs",
                        "/audience",
                        "/build-variables")) {
            theirs.add("GET /functions/" + id + below);
        }
        theirs.add("DELETE /functions/" + id);
        theirs.add("POST /functions/" + id + "/execute");
        theirs.add("POST /functions/" + id + ":rollback");
        theirs.add("GET /groups/" + group);
        theirs.add("DELETE /groups/" + group);
        theirs.add("GET /groups/" + group + "/members");
        theirs.add("PUT /groups/" + group + "/members/" + member.id());
        theirs.add("DELETE /members/" + member.id());
        theirs.add("DELETE /keys/" + key);
        String other = PEOPLE.organization("second tenant");
        Person stranger = PEOPLE.join(other, "owner");
        String bearer = PEOPLE.key(stranger, Map.of("name", "prying")).path("key").asString();
        // When / Then
        for (String one : theirs) {
            String[] words = one.split(" ", -1);
            Reply byKey = PEOPLE.with(bearer, "", words[0], words[1], "");
            Reply named = PEOPLE.with(bearer, FIRST, words[0], words[1], "");
            assertThat(byKey.status()).as(one + ": " + byKey.body()).isEqualTo(404);
            assertThat(named.status()).as(one + " by name").isEqualTo(404);
        }
        for (var body :
                List.of(
                        Map.of("users", List.of(member.id()), "listed", true),
                        Map.of("groups", List.of(group), "listed", true))) {
            assertThat(PEOPLE.ask(stranger, "PUT", "/functions/" + id + "/audience", body).status())
                    .isEqualTo(404);
        }
        assertThat(
                        PEOPLE.ask(
                                        stranger,
                                        "POST",
                                        "/role-grants",
                                        Map.of("group", group, "role", "viewer"))
                                .status())
                .isEqualTo(404);
        assertThat(PEOPLE.get(stranger, "/builds?function=" + id).status()).isEqualTo(404);
        String project =
                FAIRLEAD.api("GET", "/projects?name=owned", "")
                        .json()
                        .path("items")
                        .path(0)
                        .path("id")
                        .asString();
        assertThat(
                        PEOPLE.ask(
                                        stranger,
                                        "POST",
                                        "/keys",
                                        Map.of("name", "k", "project", project))
                                .status())
                .isEqualTo(404);
        assertThat(
                        PEOPLE.ask(
                                        stranger,
                                        "POST",
                                        "/projects/" + project + "/role-grants",
                                        Map.of("user", stranger.id(), "role", "owner"))
                                .status())
                .isEqualTo(404);
        JsonNode audited =
                PEOPLE.get(stranger, "/audit-events?action=refused&limit=200").json().path("items");
        assertThat(audited.size()).isGreaterThanOrEqualTo(theirs.size());
        assertThat(FAIRLEAD.get("/fn/owned/hello").status()).isEqualTo(200);
    }
}
