package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Installation.Reply;
import dev.fairlead.endtoend.People.Person;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// Joining, leaving, roles, groups and lists: everyone gets exactly what is theirs.
class MembershipTest {
    private static final Installation FAIRLEAD = Installation.fresh(Map.of()).ready();
    private static final People PEOPLE = new People(FAIRLEAD);
    private static final String FIRST = PEOPLE.first();
    private static final Person OWNER = PEOPLE.owner();

    @AfterAll
    static void close() {
        FAIRLEAD.close();
    }

    private static String group(String name) {
        return PEOPLE.ask(OWNER, "POST", "/groups", Map.of("name", name))
                .json()
                .path("id")
                .asString();
    }

    private static String project(String name) {
        return PEOPLE.ask(OWNER, "POST", "/projects", Map.of("name", name))
                .json()
                .path("id")
                .asString();
    }

    private static String function(String project, String name) {
        return PEOPLE.ask(OWNER, "POST", "/functions", Map.of("project", project, "name", name))
                .json()
                .path("id")
                .asString();
    }

    @Test
    void an_invitation_is_for_its_address_and_once() {
        // Given
        Person other = PEOPLE.join(FIRST, "viewer");
        String elsewhere = PEOPLE.organization("elsewhere");
        String token = PEOPLE.invite(elsewhere, "invited@example.org", "developer");
        // When
        Reply hijack = PEOPLE.ask(other, "POST", "/invitations:accept", Map.of("token", token));
        var account = Map.of("token", token, "name", "Invited", "password", People.PASSWORD);
        Reply accepted = PEOPLE.post("/invitations:accept", account);
        Reply again = PEOPLE.post("/invitations:accept", account);
        // Then
        assertThat(hijack.code()).isEqualTo("invitation-of-another");
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(200);
        assertThat(again.code()).isEqualTo("link-invalid");
        Person invited = PEOPLE.signIn("invited@example.org", elsewhere);
        assertThat(PEOPLE.get(invited, "/projects").status()).isEqualTo(200);
    }

    @Test
    void of_many_who_accept_at_once_one_joins() throws Exception {
        // Given
        String token = PEOPLE.invite(FIRST, "race@example.org", "viewer");
        Callable<Integer> accept =
                () ->
                        PEOPLE.post(
                                        "/invitations:accept",
                                        Map.of(
                                                "token",
                                                token,
                                                "name",
                                                "Racer",
                                                "password",
                                                People.PASSWORD))
                                .status();
        // When
        var statuses = new ArrayList<Integer>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var status : threads.invokeAll(Stream.generate(() -> accept).limit(6).toList())) {
                statuses.add(status.get());
            }
        }
        // Then
        assertThat(statuses).containsOnlyOnce(200).allMatch(status -> status < 500);
    }

    @Test
    void an_invitation_that_was_taken_back_opens_nothing() {
        // Given
        String token = PEOPLE.invite(FIRST, "gone@example.org", "viewer");
        String id =
                PEOPLE.get(OWNER, "/invitations")
                        .json()
                        .path("items")
                        .path(0)
                        .path("id")
                        .asString();
        // When
        Reply revoked = PEOPLE.ask(OWNER, "DELETE", "/invitations/" + id, "");
        // Then
        assertThat(revoked.status()).isEqualTo(204);
        assertThat(PEOPLE.post("/invitations:look", Map.of("token", token)).code())
                .isEqualTo("link-invalid");
    }

    @Test
    void look_alike_addresses_are_refused_or_told_apart() {
        // When
        Reply cyrillic =
                PEOPLE.ask(
                        OWNER,
                        "POST",
                        "/invitations",
                        Map.of("email", "f\u0456rst@example.org", "role", "viewer"));
        Reply domain =
                PEOPLE.ask(
                        OWNER,
                        "POST",
                        "/invitations",
                        Map.of("email", "first@ex\u0430mple.org", "role", "viewer"));
        // Then
        assertThat(cyrillic.status()).isEqualTo(400);
        assertThat(domain.json().path("email").asString()).startsWith("first@xn--");
    }

    @Test
    void nobody_gives_or_takes_more_than_they_have() {
        // Given
        Person admin = PEOPLE.join(FIRST, "admin");
        Person viewer = PEOPLE.join(FIRST, "viewer");
        String group = group("climbers");
        String project = project("climbing");
        var owner = Map.of("role", "owner");
        // When
        List<Reply> climbs =
                List.of(
                        PEOPLE.ask(admin, "PATCH", "/members/" + admin.id(), owner),
                        PEOPLE.ask(admin, "PATCH", "/members/" + viewer.id(), owner),
                        PEOPLE.ask(
                                admin, "PATCH", "/members/" + OWNER.id(), Map.of("role", "viewer")),
                        PEOPLE.ask(admin, "DELETE", "/members/" + OWNER.id(), ""),
                        PEOPLE.ask(
                                admin,
                                "POST",
                                "/invitations",
                                Map.of("email", "me@example.org", "role", "owner")),
                        PEOPLE.ask(
                                admin,
                                "PUT",
                                "/roles/mine",
                                Map.of("permissions", List.of("organization:own"))),
                        PEOPLE.ask(
                                admin,
                                "POST",
                                "/role-grants",
                                Map.of("group", group, "role", "owner")),
                        PEOPLE.ask(
                                viewer,
                                "POST",
                                "/account/keys",
                                Map.of("name", "k", "scopes", List.of("functions:write"))));
        Reply assigned =
                PEOPLE.ask(viewer, "PATCH", "/account", Map.of("name", "V", "administrator", true));
        // Then
        assertThat(climbs).allSatisfy(reply -> assertThat(reply.code()).isEqualTo("role-too-high"));
        assertThat(assigned.status()).isEqualTo(400);
        assertThat(
                        PEOPLE.ask(
                                        admin,
                                        "POST",
                                        "/projects/" + project + "/role-grants",
                                        Map.of("user", viewer.id(), "role", "developer"))
                                .status())
                .isEqualTo(201);
    }

    @Test
    void a_group_is_no_ladder_and_neither_is_a_key() {
        // Given
        String group = group("owners by group");
        PEOPLE.ask(OWNER, "POST", "/role-grants", Map.of("group", group, "role", "owner"));
        Person admin = PEOPLE.join(FIRST, "admin");
        PEOPLE.ask(
                OWNER,
                "PUT",
                "/roles/key-maker",
                Map.of("permissions", List.of("keys:write", "keys:read", "projects:read")));
        Person maker = PEOPLE.join(FIRST, "key-maker");
        String project = project("keyed");
        String existing =
                PEOPLE.ask(OWNER, "POST", "/keys", Map.of("name", "ci", "project", project))
                        .json()
                        .path("id")
                        .asString();
        String members = "/groups/" + group + "/members/";
        // When
        List<Reply> climbs =
                List.of(
                        PEOPLE.ask(admin, "PUT", members + admin.id(), ""),
                        PEOPLE.ask(admin, "DELETE", members + OWNER.id(), ""),
                        PEOPLE.ask(admin, "DELETE", "/groups/" + group, ""),
                        PEOPLE.ask(maker, "POST", "/keys", Map.of("name", "k", "project", project)),
                        PEOPLE.ask(maker, "POST", "/keys/" + existing + ":rotate", "{}"));
        // Then
        assertThat(climbs).allSatisfy(reply -> assertThat(reply.code()).isEqualTo("role-too-high"));
    }

    @Test
    void a_role_that_reads_installations_or_accounts_cannot_be_made() {
        for (String permission :
                List.of("installation:manage", "account:manage", "public:access", "x", "")) {
            // When
            Reply reply =
                    PEOPLE.ask(
                            OWNER, "PUT", "/roles/odd", Map.of("permissions", List.of(permission)));
            // Then
            assertThat(reply.status()).as(permission).isEqualTo(400);
        }
    }

    @Test
    void an_organization_keeps_an_owner() {
        // Given
        String organization = PEOPLE.organization("kept");
        Person only = PEOPLE.join(organization, "owner");
        Person admin = PEOPLE.join(organization, "admin");
        PEOPLE.ask(OWNER.in(organization), "POST", "/organization:leave", "");
        // When
        Reply leave = PEOPLE.ask(only, "POST", "/organization:leave", "");
        Reply demote = PEOPLE.ask(only, "PATCH", "/members/" + only.id(), Map.of("role", "viewer"));
        Reply transfer =
                PEOPLE.ask(only, "POST", "/organization:transfer", Map.of("user", admin.id()));
        // Then
        assertThat(leave.code()).isEqualTo("last-owner");
        assertThat(demote.code()).isEqualTo("last-owner");
        assertThat(transfer.status()).isEqualTo(204);
        assertThat(PEOPLE.ask(only, "POST", "/organization:leave", "").status()).isEqualTo(204);
        assertThat(PEOPLE.get(only, "/projects").code()).isEqualTo("organization-not-found");
    }

    @Test
    void a_group_counts_from_the_next_call_on() {
        // Given
        Person member = PEOPLE.join(FIRST, "member");
        String group = group("deployers");
        String project = project("grouped");
        PEOPLE.ask(
                OWNER,
                "POST",
                "/projects/" + project + "/role-grants",
                Map.of("group", group, "role", "developer"));
        var wanted = Map.of("project", "grouped", "name", "made");
        Reply before = PEOPLE.ask(member, "POST", "/functions", wanted);
        // When
        PEOPLE.ask(OWNER, "PUT", "/groups/" + group + "/members/" + member.id(), "");
        Reply inside = PEOPLE.ask(member, "POST", "/functions", wanted);
        PEOPLE.ask(OWNER, "DELETE", "/groups/" + group + "/members/" + member.id(), "");
        Reply after = PEOPLE.get(member, "/functions");
        // Then
        assertThat(before.status()).isEqualTo(403);
        assertThat(inside.status()).as(inside.body()).isEqualTo(201);
        assertThat(after.status()).isEqualTo(403);
    }

    @Test
    void a_role_in_a_project_reaches_that_project_alone() {
        // Given
        Person member = PEOPLE.join(FIRST, "member");
        String mine = project("mine");
        project("yours");
        String inMine = function("mine", "f");
        String inYours = function("yours", "f");
        PEOPLE.ask(
                OWNER,
                "POST",
                "/projects/" + mine + "/role-grants",
                Map.of("user", member.id(), "role", "developer"));
        // When
        Reply functions = PEOPLE.get(member, "/functions");
        Reply projects = PEOPLE.get(member, "/projects");
        // Then
        assertThat(functions.json().path("items").findValuesAsString("id")).containsExactly(inMine);
        assertThat(projects.json().path("items").findValuesAsString("name"))
                .containsExactly("mine");
        for (String path :
                List.of(
                        "/functions/" + inYours,
                        "/functions/" + inYours + "/deployments",
                        "/functions/" + inYours + "/versions",
                        "/functions/" + inYours + "/executions",
                        "/functions/" + inYours + "/build-variables",
                        "/functions/" + inYours + "/logs")) {
            assertThat(PEOPLE.get(member, path).status()).as(path).isEqualTo(404);
        }
        assertThat(PEOPLE.ask(member, "DELETE", "/functions/" + inYours, "").status())
                .isEqualTo(404);
        assertThat(
                        PEOPLE.ask(
                                        member,
                                        "POST",
                                        "/functions",
                                        Map.of("project", "yours", "name", "g"))
                                .status())
                .isEqualTo(404);
    }

    /// `canAccess`: administrators, everybody where a function names nobody, users who are listed,
    /// users in groups that are listed, and nobody else.
    @Test
    void who_may_reach_a_function_follows_the_whole_truth_table() {
        // Given
        project("listed");
        String open = function("listed", "open");
        String closed = function("listed", "closed");
        Person admin = PEOPLE.join(FIRST, "admin");
        Person listed = PEOPLE.join(FIRST, "developer");
        Person inGroup = PEOPLE.join(FIRST, "developer");
        Person neither = PEOPLE.join(FIRST, "developer");
        String group = group("listed ones");
        PEOPLE.ask(OWNER, "PUT", "/groups/" + group + "/members/" + inGroup.id(), "");
        // When
        Reply set =
                PEOPLE.ask(
                        OWNER,
                        "PUT",
                        "/functions/" + closed + "/audience",
                        Map.of(
                                "listed", true,
                                "users", List.of(listed.id()),
                                "groups", List.of(group)));
        // Then
        assertThat(set.status()).as(set.body()).isEqualTo(200);
        for (Person person : List.of(OWNER, admin, listed, inGroup, neither)) {
            assertThat(PEOPLE.get(person, "/functions/" + open).status()).isEqualTo(200);
        }
        for (Person person : List.of(OWNER, admin, listed, inGroup)) {
            assertThat(PEOPLE.get(person, "/functions/" + closed).status())
                    .as(person.email())
                    .isEqualTo(200);
        }
        assertThat(PEOPLE.get(neither, "/functions/" + closed).status()).isEqualTo(404);
        assertThat(PEOPLE.ask(neither, "POST", "/functions/" + closed + "/execute", "{}").status())
                .isEqualTo(404);
        assertThat(
                        PEOPLE.get(neither, "/functions?project=listed")
                                .json()
                                .path("items")
                                .findValuesAsString("id"))
                .containsExactly(open);
    }

    @Test
    void a_user_who_is_kept_out_of_the_installation_is_out_at_once() {
        // Given
        Person out = PEOPLE.join(FIRST, "admin");
        String key = PEOPLE.key(out, Map.of("name", "ci")).path("key").asString();
        // When
        Reply disabled = PEOPLE.ask(OWNER, "PATCH", "/users/" + out.id(), Map.of("disabled", true));
        Reply self = PEOPLE.ask(OWNER, "PATCH", "/users/" + OWNER.id(), Map.of("disabled", true));
        // Then
        assertThat(disabled.json().path("disabled").asBoolean()).isTrue();
        assertThat(self.status()).isEqualTo(400);
        assertThat(PEOPLE.get(out, "/account").status()).isEqualTo(401);
        assertThat(PEOPLE.with(key, "", "GET", "/functions", "").status()).isEqualTo(401);
        assertThat(
                        PEOPLE.post(
                                        "/tokens",
                                        Map.of("email", out.email(), "password", People.PASSWORD))
                                .code())
                .isEqualTo("sign-in-refused");
        PEOPLE.ask(OWNER, "PATCH", "/users/" + out.id(), Map.of("disabled", false));
        assertThat(PEOPLE.with(key, "", "GET", "/functions", "").status()).isEqualTo(200);
    }

    @Test
    void who_was_removed_is_out_at_once_and_so_are_their_keys() {
        // Given
        Person gone = PEOPLE.join(FIRST, "developer");
        String key = PEOPLE.key(gone, Map.of("name", "ci")).path("key").asString();
        assertThat(PEOPLE.with(key, "", "GET", "/functions", "").status()).isEqualTo(200);
        // When
        Reply removed = PEOPLE.ask(OWNER, "DELETE", "/members/" + gone.id(), "");
        // Then
        assertThat(removed.status()).isEqualTo(204);
        assertThat(PEOPLE.get(gone, "/functions").status()).isEqualTo(404);
        assertThat(PEOPLE.with(key, "", "GET", "/functions", "").status()).isEqualTo(401);
    }
}
