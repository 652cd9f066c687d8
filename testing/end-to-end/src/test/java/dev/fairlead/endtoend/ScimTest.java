package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Installation.Reply;
import dev.fairlead.endtoend.People.Person;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// A directory that tells who belongs to an organization, in the requests that directories send.
@Tag("slow")
class ScimTest {
    private static final Installation FAIRLEAD = Installation.fresh(Map.of()).ready();
    private static final People PEOPLE = new People(FAIRLEAD);
    private static final Person OWNER = PEOPLE.owner();
    private static final String KEY = key(PEOPLE.first());
    private static final AtomicInteger COUNT = new AtomicInteger();

    @AfterAll
    static void close() {
        FAIRLEAD.close();
    }

    private static String key(String organization) {
        Reply made =
                PEOPLE.ask(
                        OWNER.in(organization),
                        "POST",
                        "/keys",
                        Map.of("name", "directory", "scopes", List.of("directory:write")));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.json().path("key").asString();
    }

    private static Reply scim(String method, String path, String body) {
        return PEOPLE.with(KEY, "", method, "/scim/v2" + path, body.replace('\'', '"'));
    }

    private static Reply find(String resources, String filter) {
        String encoded = URLEncoder.encode(filter, StandardCharsets.UTF_8);
        return scim("GET", "/" + resources + "?filter=" + encoded, "");
    }

    /// As Okta makes a user.
    private static JsonNode user(String email) {
        Reply made =
                scim(
                        "POST",
                        "/Users",
                        """
                        {'schemas':['urn:ietf:params:scim:schemas:core:2.0:User'],
                         'userName':'%1$s','externalId':'ext-%1$s','locale':'en-US',
                         'name':{'givenName':'Ada','familyName':'Lovelace'},
                         'emails':[{'primary':true,'value':'%1$s','type':'work'}],
                         'password':'1mz050nq','groups':[],'active':true}\
                        """
                                .formatted(email));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.json();
    }

    private static JsonNode newUser() {
        return user("scim" + COUNT.incrementAndGet() + "@example.org");
    }

    private static String id(JsonNode resource) {
        return resource.path("id").asString();
    }

    private static JsonNode group(String name, JsonNode... members) {
        String list =
                String.join(
                        ",",
                        List.of(members).stream().map(m -> "{'value':'" + id(m) + "'}").toList());
        Reply made =
                scim("POST", "/Groups", "{'displayName':'" + name + "','members':[" + list + "]}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.json();
    }

    private static boolean member(JsonNode user) {
        return PEOPLE.get(OWNER, "/members?email=" + user.path("userName").asString())
                        .json()
                        .path("items")
                        .size()
                == 1;
    }

    private static List<String> inGroup(JsonNode group) {
        return PEOPLE.get(OWNER, "/groups/" + id(group) + "/members")
                .json()
                .path("items")
                .valueStream()
                .map(one -> one.path("user").asString(one.path("id").asString()))
                .toList();
    }

    @Test
    void a_user_of_the_directory_is_a_member_until_it_says_otherwise() {
        // When
        JsonNode made = newUser();
        // Then
        assertThat(made.path("displayName").asString()).isEqualTo("Ada Lovelace");
        assertThat(made.path("meta").path("location").asString())
                .endsWith("/api/v1/scim/v2/Users/" + id(made));
        assertThat(member(made)).isTrue();
        // When
        Reply gone = scim("DELETE", "/Users/" + id(made), "");
        // Then
        assertThat(gone.status()).isEqualTo(204);
        assertThat(scim("GET", "/Users/" + id(made), "").status()).isEqualTo(404);
        assertThat(member(made)).isFalse();
        // When the directory brings them back
        JsonNode back = user(made.path("userName").asString());
        // Then
        assertThat(id(back)).isEqualTo(id(made));
        assertThat(member(made)).isTrue();
    }

    @Test
    void who_is_made_inactive_is_out_at_once_and_comes_back_into_their_groups() {
        // Given
        JsonNode user = newUser();
        JsonNode group = group("Leavers", user);
        String path = "/Users/" + id(user);
        assertThat(inGroup(group)).containsExactly(id(user));
        // When
        Reply off =
                scim(
                        "PATCH",
                        path,
                        "{'schemas':['urn:ietf:params:scim:api:messages:2.0:PatchOp'],"
                            + "'Operations':[{'op':'Replace','path':'active','value':'False'}]}");
        // Then
        assertThat(off.json().path("active").asBoolean(true)).as(off.body()).isFalse();
        assertThat(member(user)).isFalse();
        assertThat(inGroup(group)).isEmpty();
        assertThat(PEOPLE.get(OWNER, "/users?email=" + user.path("userName").asString()).body())
                .contains("\"disabled\":true");
        // When, as Okta has it
        Reply on = scim("PATCH", path, "{'Operations':[{'op':'replace','value':{'active':true}}]}");
        // Then
        assertThat(on.json().path("active").asBoolean()).as(on.body()).isTrue();
        assertThat(member(user)).isTrue();
        assertThat(inGroup(group)).containsExactly(id(user));
    }

    @Test
    void keys_of_who_left_open_nothing() {
        // Given
        Person person = PEOPLE.join(PEOPLE.first(), "developer");
        JsonNode key = PEOPLE.key(person, Map.of("name", "laptop"));
        // When
        Reply gone = scim("DELETE", "/Users/" + person.id(), "");
        // Then
        assertThat(gone.status()).as(gone.body()).isEqualTo(204);
        assertThat(PEOPLE.with(key.path("key").asString(), "", "GET", "/projects", "").status())
                .isEqualTo(401);
    }

    @Test
    void an_account_that_somebody_else_made_is_invited_and_never_changed() {
        // Given
        String elsewhere = PEOPLE.organization("elsewhere" + COUNT.incrementAndGet());
        Person foreign = PEOPLE.join(elsewhere, "developer");
        // When
        JsonNode made = user(foreign.email());
        // Then
        assertThat(made.path("displayName").asString()).isEqualTo("Ada Lovelace");
        assertThat(member(made)).isFalse();
        assertThat(PEOPLE.get(OWNER, "/invitations").body()).contains(foreign.email());
        // When
        Reply stolen =
                scim(
                        "PATCH",
                        "/Users/" + id(made),
                        "{'Operations':[{'op':'replace','path':'emails',"
                                + "'value':[{'value':'thief@example.org'}]}]}");
        // Then
        assertThat(stolen.status()).as(stolen.body()).isEqualTo(400);
        assertThat(stolen.json().path("scimType").asString()).isEqualTo("mutability");
        // When
        scim("DELETE", "/Users/" + id(made), "");
        // Then
        assertThat(PEOPLE.get(OWNER, "/invitations").body()).doesNotContain(foreign.email());
        assertThat(PEOPLE.get(foreign, "/account").status()).isEqualTo(200);
    }

    @Test
    void members_of_before_are_found_and_taken_over() {
        // Given
        Person before = PEOPLE.join(PEOPLE.first(), "viewer");
        // When
        Reply found =
                find("Users", "userName eq \"" + before.email().toUpperCase(Locale.ROOT) + "\"");
        // Then
        assertThat(found.json().path("totalResults").asInt()).as(found.body()).isEqualTo(1);
        JsonNode user = found.json().path("Resources").path(0);
        assertThat(user.path("id").asString()).isEqualTo(before.id());
        // When
        Reply taken =
                scim(
                        "PUT",
                        "/Users/" + before.id(),
                        "{'userName':'%s','externalId':'00u1','displayName':'Other','active':true}"
                                .formatted(before.email()));
        // Then
        assertThat(taken.json().path("externalId").asString()).as(taken.body()).isEqualTo("00u1");
        assertThat(find("Users", "externalId eq \"00u1\"").json().path("totalResults").asInt())
                .isEqualTo(1);
    }

    @Test
    void groups_hold_whom_the_directory_puts_there() {
        // Given
        JsonNode ada = newUser();
        JsonNode bob = newUser();
        JsonNode group = group("Engineers", ada);
        String path = "/Groups/" + id(group);
        // When, as Entra has it
        Reply added =
                scim(
                        "PATCH",
                        path,
                        "{'Operations':[{'op':'Add','path':'members','value':[{'value':'"
                                + id(bob)
                                + "'}]}]}");
        // Then
        assertThat(added.status()).as(added.body()).isEqualTo(200);
        assertThat(inGroup(group)).containsExactlyInAnyOrder(id(ada), id(bob));
        assertThat(scim("GET", "/Users/" + id(bob), "").body()).contains("Engineers");
        // When
        scim(
                "PATCH",
                path,
                "{'Operations':[{'op':'Remove','path':'members','value':[{'value':'"
                        + id(ada)
                        + "'}]},{'op':'replace','path':'displayName','value':'Builders'}]}");
        // Then
        assertThat(inGroup(group)).containsExactly(id(bob));
        Reply found = find("Groups", "displayName eq \"builders\"");
        assertThat(found.json().path("totalResults").asInt()).as(found.body()).isEqualTo(1);
        assertThat(scim("GET", path + "?excludedAttributes=members", "").body())
                .doesNotContain("members");
        assertThat(scim("DELETE", path, "").status()).isEqualTo(204);
        assertThat(scim("GET", path, "").status()).isEqualTo(404);
    }

    @Test
    void nothing_of_a_group_with_more_rights_than_a_directory_has_changes() {
        // Given
        JsonNode group = group("Owners");
        JsonNode user = newUser();
        PEOPLE.ask(OWNER, "POST", "/role-grants", Map.of("group", id(group), "role", "owner"));
        // When
        Reply refused =
                scim(
                        "PATCH",
                        "/Groups/" + id(group),
                        "{'Operations':[{'op':'add','path':'members','value':[{'value':'"
                                + id(user)
                                + "'}]}]}");
        // Then
        assertThat(refused.status()).as(refused.body()).isEqualTo(403);
        assertThat(scim("DELETE", "/Users/" + OWNER.id(), "").status()).isIn(403, 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "userName co \"found\" and active eq true",
                "emails[type eq \"work\" and value sw \"finder@\"]",
                "emails.value ew \"found.example.org\"",
                "not (userName ne \"finder@found.example.org\")",
                "meta.created gt \"2020-01-01T00:00:00Z\" and displayName eq \"Finder\"",
                "externalId pr and userName eq \"FINDER@found.example.org\""
            })
    void filters_find(String filter) {
        // Given
        scim(
                "POST",
                "/Users",
                "{'userName':'finder@found.example.org','externalId':'f','displayName':'Finder'}");
        // When
        Reply found = find("Users", filter);
        // Then
        assertThat(found.json().path("totalResults").asInt()).as(found.body()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "userName",
                "userName eq",
                "userName eq 'x'",
                "password eq \"x\"",
                "userName eq \"x\" and",
                "active gt true",
                "meta.created gt \"yesterday\"",
                "id co \"usr\"",
                "(((((((((((userName pr",
                "userName eq \"\\u0000\""
            })
    void filters_that_say_nothing_are_refused(String filter) {
        // When
        Reply reply = find("Users", filter);
        // Then
        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(reply.json().path("scimType").asString()).isEqualTo("invalidFilter");
    }

    @Test
    void deep_filters_end_neither_the_server_nor_the_connection() {
        // When
        Reply deep = find("Users", "(".repeat(1500) + "userName pr" + ")".repeat(1500));
        Reply negated = find("Users", "not (".repeat(500) + "userName pr" + ")".repeat(500));
        // Then
        assertThat(deep.status()).isLessThan(500);
        assertThat(negated.status()).isLessThan(500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{'Operations':[]}",
                "{'Operations':[{'op':'explode','path':'active'}]}",
                "{'Operations':[{'op':'replace','path':'emails[','value':1}]}",
                "{'Operations':['replace']}",
                "{'Operations':[{'op':'remove'}]}",
                "{'Operations':[{'op':'replace','path':'active','value':'maybe'}]}",
                "{'Operations':[{'op':'remove','path':'userName'}]}",
                "{'Operations':[{'op':'replace','path':'userName','value':{'a':[1]}}]}"
            })
    void changes_that_say_nothing_change_nothing(String body) {
        // Given
        JsonNode user = newUser();
        // When
        Reply reply = scim("PATCH", "/Users/" + id(user), body);
        // Then
        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(reply.json().path("schemas").path(0).asString())
                .isEqualTo("urn:ietf:params:scim:api:messages:2.0:Error");
        assertThat(scim("GET", "/Users/" + id(user), "").json()).isEqualTo(user);
    }

    @Test
    void pages_follow_each_other() {
        // Given
        newUser();
        newUser();
        // When
        Reply first = scim("GET", "/Users?count=1&sortBy=userName", "");
        Reply second = scim("GET", "/Users?count=1&startIndex=2&sortBy=userName", "");
        Reply none = scim("GET", "/Users?count=0", "");
        // Then
        assertThat(first.json().path("itemsPerPage").asInt()).isEqualTo(1);
        String one = first.json().path("Resources").path(0).path("userName").asString();
        String two = second.json().path("Resources").path(0).path("userName").asString();
        assertThat(one).isLessThan(two);
        assertThat(none.json().path("totalResults").asInt()).isGreaterThan(1);
        assertThat(none.json().path("Resources")).isEmpty();
    }

    @Test
    void a_directory_sees_its_own_organization_alone() {
        // Given
        JsonNode user = newUser();
        String other = key(PEOPLE.organization("apart"));
        // When
        Reply looked = PEOPLE.with(other, "", "GET", "/scim/v2/Users/" + id(user), "");
        Reply changed = PEOPLE.with(other, "", "DELETE", "/scim/v2/Users/" + id(user), "");
        // Then
        assertThat(looked.status()).isEqualTo(404);
        assertThat(changed.status()).isEqualTo(404);
        assertThat(member(user)).isTrue();
    }

    @Test
    void the_log_says_what_the_directory_did() {
        // Given
        JsonNode user = newUser();
        // When
        Reply audit = PEOPLE.get(OWNER, "/audit-events?target=" + id(user));
        // Then
        assertThat(audit.body())
                .contains(
                        "directory user",
                        user.path("userName").asString(),
                        "\"actorName\":\"directory\"",
                        "\"target\":\"" + id(user));
    }

    @Test
    void it_says_what_it_can_do() {
        // When
        Reply config = scim("GET", "/ServiceProviderConfig", "");
        Reply schemas = scim("GET", "/Schemas", "");
        Reply types = scim("GET", "/ResourceTypes/User", "");
        // Then
        assertThat(config.json().path("patch").path("supported").asBoolean()).isTrue();
        assertThat(schemas.json().path("totalResults").asInt()).isEqualTo(2);
        assertThat(types.json().path("endpoint").asString()).isEqualTo("/Users");
        assertThat(scim("GET", "/Schemas/nothing", "").status()).isEqualTo(404);
    }
}
