package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Installation.Reply;
import dev.fairlead.endtoend.People.Person;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Every route of the description, asked by everybody: nobody, somebody of another organization,
/// each role, a key that was revoked, a session that expired. What each is answered is written down
/// in `authorization.txt`; a route that is not there, or is answered otherwise, fails.
/// `-Dgolden.update=true` writes it anew, for somebody to read.
class AuthorizationWalkTest {
    private static final Path TABLE = Path.of("src/test/resources/authorization.txt");
    private static final List<String> ROLES =
            List.of("member", "viewer", "operator", "developer", "admin", "owner");

    /// What ends the session or the membership it is asked with.
    private static final List<String> LAST = List.of("POST /organization:leave", "DELETE /session");

    private static final TurnedClock CLOCK = new TurnedClock();
    private static final Installation FAIRLEAD = Installation.fresh(Map.of(), CLOCK).ready();
    private static final People PEOPLE = new People(FAIRLEAD);

    private static final Map<String, Person> CASES = new LinkedHashMap<>();

    private record Operation(String method, String path, String permission) {
        String name() {
            return method + " " + path;
        }

        /// With ids that are well formed and name nothing.
        String filled() {
            String nothing = "0".repeat(26);
            return path.replace("/functions/{id}", "/functions/svc_" + nothing)
                    .replace("/deployments/{id}", "/deployments/dep_" + nothing)
                    .replace("/builds/{id}", "/builds/bld_" + nothing)
                    .replace("/executions/{id}", "/executions/exe_" + nothing)
                    .replace("/projects/{id}", "/projects/prj_" + nothing)
                    .replace("/members/{id}", "/members/usr_" + nothing)
                    .replace("/users/{id}", "/users/usr_" + nothing)
                    .replace("/groups/{id}", "/groups/grp_" + nothing)
                    .replace("/Users/{id}", "/Users/usr_" + nothing)
                    .replace("/Groups/{id}", "/Groups/grp_" + nothing)
                    .replace("/invitations/{id}", "/invitations/inv_" + nothing)
                    .replace("/role-grants/{id}", "/role-grants/rgr_" + nothing)
                    .replace("/keys/{id}", "/keys/key_" + nothing)
                    .replace("/audit-streams/{id}", "/audit-streams/aus_" + nothing)
                    .replace("/domains/{id}", "/domains/dom_" + nothing)
                    .replace("/receipts/{id}", "/receipts/rcp_" + nothing)
                    .replace("/routes/{id}", "/routes/rte_" + nothing)
                    .replace("/certificates/{id}", "/certificates/crt_" + nothing)
                    .replace("/zones/{id}", "/zones/zon_" + nothing)
                    .replace("/sessions/{id}", "/sessions/ses_" + nothing)
                    .replace("/environments/{id}", "/environments/env_" + nothing)
                    .replace("/rollouts/{id}", "/rollouts/rol_" + nothing)
                    .replace("{user}", "usr_" + nothing)
                    .replaceAll("\\{[a-z]+}", "1");
        }
    }

    @BeforeAll
    static void people() {
        String first = PEOPLE.first();
        FAIRLEAD.api("POST", "/projects", People.json(Map.of("name", "walked")));
        String project =
                FAIRLEAD.api("GET", "/projects", "")
                        .json()
                        .path("items")
                        .path(0)
                        .path("id")
                        .asString();
        Person owner = PEOPLE.owner();
        CASES.put("nobody", new Person("", "", "", ""));
        String other = PEOPLE.organization("other");
        CASES.put("other tenant", PEOPLE.join(other, "owner").in(first));
        for (String role : ROLES) {
            CASES.put(role, PEOPLE.join(first, role));
        }
        Person inProject = PEOPLE.join(first, "member");
        PEOPLE.ask(
                owner,
                "POST",
                "/projects/" + project + "/role-grants",
                Map.of("user", inProject.id(), "role", "developer"));
        CASES.put("developer of a project", inProject);
        CASES.put("administrator", owner);
        Person viewer = somebody("viewer");
        CASES.put("key of viewer", key(viewer, PEOPLE.key(viewer, Map.of("name", "k"))));
        JsonNode revoked = PEOPLE.key(viewer, Map.of("name", "gone"));
        PEOPLE.ask(viewer, "DELETE", "/account/keys/" + revoked.path("id").asString(), Map.of());
        CASES.put("revoked key", key(viewer, revoked));
    }

    private static Person somebody(String role) {
        return Optional.ofNullable(CASES.get(role)).orElseThrow();
    }

    private static Person key(Person owner, JsonNode key) {
        return new Person(
                owner.id(), owner.email(), key.path("key").asString(), owner.organization());
    }

    @AfterAll
    static void close() {
        FAIRLEAD.close();
    }

    private static List<Operation> operations() {
        var all = new ArrayList<Operation>();
        for (Map.Entry<String, JsonNode> path :
                FAIRLEAD.api("GET", "/openapi", "").json().path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                all.add(
                        new Operation(
                                method.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                method.getValue().path("x-permission").asString("")));
            }
        }
        all.sort((one, two) -> {
            int last = Integer.compare(LAST.indexOf(one.name()), LAST.indexOf(two.name()));
            return last != 0 ? last : one.name().compareTo(two.name());
        });
        return all;
    }

    /// `in` is past the authorizer, whatever comes of it then.
    private static String verdict(Person person, Operation operation) {
        Reply reply =
                person.token().isEmpty()
                        ? FAIRLEAD.send(
                                operation.method(), "/api/v1" + operation.filled(), new byte[0])
                        : PEOPLE.with(
                                person.token(),
                                person.organization(),
                                operation.method(),
                                operation.filled(),
                                "");
        assertThat(reply.status()).as(operation.name() + ": " + reply.body()).isLessThan(500);
        return switch (reply.status() < 400 ? "" : reply.code()) {
            case "unauthenticated" -> "401";
            case "forbidden", "role-too-high" -> "403";
            case "organization-not-found" -> "404";
            default -> "in";
        };
    }

    @Test
    void everybody_is_answered_as_the_table_says() throws IOException {
        // Given
        List<Operation> operations = operations();
        var columns = new ArrayList<>(CASES.keySet());
        columns.add("expired session");
        Map<Operation, List<String>> rows = new LinkedHashMap<>();
        // When
        for (Operation operation : operations) {
            var row = new ArrayList<String>();
            CASES.values().forEach(person -> row.add(verdict(person, operation)));
            rows.put(operation, row);
        }
        CLOCK.turn(Duration.ofMinutes(11));
        rows.forEach((operation, row) -> row.add(verdict(somebody("owner"), operation)));
        // Then
        String table = table(columns, rows);
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(TABLE, table);
        }
        System.out.printf(
                "authorization walk: %d routes x %d cases%n", rows.size(), columns.size());
        assertThat(table).isEqualTo(Files.readString(TABLE));
    }

    private static String table(List<String> columns, Map<Operation, List<String>> rows) {
        var text = new StringBuilder("# route | permission");
        columns.forEach(column -> text.append(" | ").append(column));
        rows.entrySet().stream()
                .map(row ->
                        row.getKey().name()
                                + " | "
                                + row.getKey().permission()
                                + " | "
                                + String.join(" | ", row.getValue()))
                .sorted()
                .forEach(line -> text.append('\n').append(line));
        return text.append('\n').toString();
    }

    @Test
    void every_route_names_its_permission() {
        assertThat(operations())
                .hasSizeGreaterThan(60)
                .allSatisfy(o -> assertThat(o.permission()).as(o.name()).matches("[a-z]+:[a-z]+"));
    }

    @Test
    void what_is_open_to_everybody_is_a_short_list() {
        assertThat(
                        operations().stream()
                                .filter(o -> o.permission().equals("public:access"))
                                .map(Operation::name))
                .containsExactlyInAnyOrder(
                        "POST /setup",
                        "POST /sessions",
                        "POST /tokens",
                        "POST /tokens:refresh",
                        "POST /device-logins",
                        "POST /device-logins:token",
                        "POST /password-resets",
                        "POST /password-resets:complete",
                        "POST /email-verifications:complete",
                        "POST /invitations:look",
                        "POST /invitations:accept",
                        "GET /sign-in/providers",
                        "GET /sign-in/{provider}",
                        "GET /sign-in/{provider}/callback",
                        "POST /sign-in/{provider}/acs",
                        "GET /sign-in/{provider}/metadata",
                        "POST /sign-in:second-factor");
    }

    @Test
    void what_is_no_route_needs_a_key_too() {
        assertThat(FAIRLEAD.get("/api/v1/nothing").status()).isEqualTo(401);
        assertThat(FAIRLEAD.get("/api/v1").status()).isEqualTo(401);
    }

    @Test
    void a_credential_of_another_form_opens_nothing() {
        for (String header :
                List.of(
                        "Bearer flk_" + "0".repeat(64),
                        "Bearer ",
                        "Basic eDp5",
                        "Bearer x",
                        "Bearer " + FAIRLEAD.key() + "x")) {
            // When
            Reply reply =
                    FAIRLEAD.send("GET", "/api/v1/whoami", new byte[0], "authorization", header);
            // Then
            assertThat(reply.status()).as(header).isEqualTo(401);
            assertThat(reply.code()).isEqualTo("unauthenticated");
        }
    }
}
