package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Installation.Reply;
import dev.fairlead.endtoend.People.Person;
import dev.fairlead.identity.codes.OneTimeCodes;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// A second factor is asked for once it is on, each code is good once, and a recovery code helps
/// out.
@Tag("slow")
class SecondFactorTest {
    private static final Installation FAIRLEAD = Installation.fresh(Map.of()).ready();
    private static final People PEOPLE = new People(FAIRLEAD);
    private static final OneTimeCodes CODES = new OneTimeCodes();

    @AfterAll
    static void close() {
        FAIRLEAD.close();
    }

    private static Reply signIn(Person person, String code) {
        var body = new HashMap<>(Map.of("email", person.email(), "password", People.PASSWORD));
        if (!code.isEmpty()) {
            body.put("code", code);
        }
        return PEOPLE.post("/tokens", body);
    }

    @Test
    void a_code_is_needed_and_is_good_once() {
        // Given
        Person person = PEOPLE.join(PEOPLE.first(), "developer");
        var password = Map.of("password", People.PASSWORD);
        Reply guessed =
                PEOPLE.ask(person, "POST", "/account/second-factor", Map.of("password", "wrong"));
        String secret =
                PEOPLE.ask(person, "POST", "/account/second-factor", password)
                        .json()
                        .path("secret")
                        .asString();
        Reply withoutYet = signIn(person, "");
        String first = CODES.code(secret, Instant.now());
        Reply confirmed =
                PEOPLE.ask(person, "POST", "/account/second-factor:confirm", Map.of("code", first));
        // When
        Reply without = signIn(person, "");
        Reply wrong = signIn(person, "000000");
        Reply replayed = signIn(person, first);
        Reply right =
                signIn(person, CODES.code(secret, Instant.now().plus(Duration.ofSeconds(30))));
        JsonNode recovery = confirmed.json().path("codes");
        Reply recovered = signIn(person, recovery.path(0).asString());
        Reply again = signIn(person, recovery.path(0).asString());
        // Then
        assertThat(guessed.code()).isEqualTo("sign-in-refused");
        assertThat(withoutYet.status()).isEqualTo(201);
        assertThat(recovery.size()).isEqualTo(10);
        assertThat(without.code()).isEqualTo("second-factor-needed");
        assertThat(wrong.code()).isEqualTo("sign-in-refused");
        assertThat(replayed.code()).isEqualTo("sign-in-refused");
        assertThat(right.status()).as(right.body()).isEqualTo(201);
        assertThat(recovered.status()).isEqualTo(201);
        assertThat(again.code()).isEqualTo("sign-in-refused");
        assertThat(PEOPLE.ask(person, "POST", "/account/second-factor:disable", password).status())
                .isEqualTo(204);
        assertThat(signIn(person, "").status()).isEqualTo(201);
    }
}
