package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.database.EmbeddedPostgres;
import dev.fairlead.endtoend.Installation.Reply;
import dev.fairlead.endtoend.People.Person;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/// Two instances on one PostgreSQL: what is revoked at one opens nothing at the other, either.
@Tag("slow")
class TwoInstancesTest {
    private static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.start(home());
    private static final Map<String, String> SHARED =
            Map.of(
                    "FAIRLEAD_DATABASE_URL",
                    "postgres://%s:%s@127.0.0.1:%d/postgres"
                            .formatted(POSTGRES.user(), POSTGRES.password(), POSTGRES.port()));
    private static final Installation HERE = Installation.fresh(SHARED).ready();
    private static final Installation THERE = second();
    private static final People PEOPLE = new People(HERE);

    private static Path home() {
        try {
            Path home = Files.createTempDirectory("fairlead-two");
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
            return home.resolve("postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Instances of one installation have one master key.
    private static Installation second() {
        return Installation.fresh(
                        SHARED,
                        data -> {
                            try {
                                Files.copy(
                                        HERE.data().resolve("master-key"),
                                        data.resolve("master-key"),
                                        StandardCopyOption.COPY_ATTRIBUTES);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        })
                .ready();
    }

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
}
