package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Installation.Reply;
import dev.fairlead.endtoend.People.Person;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;

/// Two instances on one PostgreSQL: what is revoked at one opens nothing at the other, either, and
/// what is purged at one is forgotten at both.
@Tag("slow")
class TwoInstancesTest {
    private static final SharedPostgres POSTGRES = new SharedPostgres(Map.of());
    private static final Installation HERE = POSTGRES.first();
    private static final Installation THERE = POSTGRES.beside(HERE);
    private static final People PEOPLE = new People(HERE);

    @AfterAll
    static void close() {
        THERE.close();
        HERE.close();
        POSTGRES.close();
    }

    private static Reply there(String bearer, String path) {
        return THERE.send(
                "GET", "/api/v1" + path, new byte[0], "authorization", "Bearer " + bearer);
    }

    @Test
    void what_is_revoked_here_opens_nothing_there() {
        // Given
        Person person = PEOPLE.join(PEOPLE.first(), "developer");
        JsonNode key = PEOPLE.key(person, Map.of("name", "k"));
        String text = key.path("key").asString();
        for (String bearer : List.of(person.token(), text)) {
            assertThat(there(bearer, "/functions").status()).isEqualTo(200);
        }
        // When
        PEOPLE.ask(person, "DELETE", "/account/keys/" + key.path("id").asString(), "");
        long revoked = System.nanoTime();
        Installation.await(() -> there(text, "/functions").status() == 401, "the key's end");
        System.out.printf(
                "a revoked key opened the other instance for %d ms%n",
                (System.nanoTime() - revoked) / 1_000_000);
        PEOPLE.ask(PEOPLE.owner(), "PATCH", "/members/" + person.id(), Map.of("role", "member"));
        // Then
        Installation.await(
                () -> there(person.token(), "/functions").status() == 403, "the role's end");
        PEOPLE.ask(person, "DELETE", "/session", "");
        Installation.await(
                () -> there(person.token(), "/account").status() == 401, "the session's end");
    }

    @Test
    void what_is_purged_here_is_forgotten_there() {
        // Given
        JsonNode made =
                HERE.javascript(
                        "kept",
                        "numbers",
                        "export default () => ({status: 200, headers: {'cache-control':"
                                + " 'max-age=600'}, body: String(Math.random())})");
        String id = made.path("id").asString();
        HERE.api("PUT", "/functions/" + id, "{\"cache\":{\"enabled\":true}}");
        String path = "/fn/kept/numbers";
        // One that has the function's artifact, as an instance beside copies what there is.
        try (Installation there = POSTGRES.beside(HERE)) {
            String kept = there.get(path).body();
            assertThat(there.get(path).body()).isEqualTo(kept);
            // When
            HERE.api("POST", "/functions/" + id + "/cache:purge", "{\"everything\":true}");
            // Then
            Installation.await(() -> !there.get(path).body().equals(kept), "it is forgotten there");
        }
    }
}
